"""The measures by hand-computed cases."""

import pytest

from tests.relevance.measures import ndcg, recall

GRADES = {"a": 3, "b": 2, "c": 1}


def test_the_ideal_order_is_one():
    assert ndcg(["a", "b", "c"], GRADES) == pytest.approx(1.0)


def test_nothing_found_is_nothing():
    assert ndcg([], GRADES) == 0.0
    assert ndcg(["x", "y"], GRADES) == 0.0


def test_the_order_counts():
    # (1/1 + 3/log2(3) + 7/log2(4)) / (7/1 + 3/log2(3) + 1/log2(4)) = (1 + 1.8928 + 3.5) / (7 + 1.8928 + 0.5)
    assert ndcg(["c", "b", "a"], GRADES) == pytest.approx(6.3928 / 9.3928, abs=1e-4)


def test_what_nobody_judged_takes_a_place():
    # The ideal is 9.3928 as above; this has a gain of 7 at rank 2, which is 7/log2(3).
    assert ndcg(["x", "a"], GRADES) == pytest.approx(4.4165 / 9.3928, abs=1e-4)


def test_what_comes_twice_counts_once():
    assert ndcg(["a", "a", "b"], GRADES) == ndcg(["a", "b"], GRADES)


def test_only_the_first_ten_count():
    assert ndcg([*"0123456789", "a"], GRADES) == 0.0
    assert recall([*"0123456789", "a"], GRADES) == 0.0


def test_recall_asks_for_what_answers_the_need():
    assert recall(["a", "c"], GRADES) == 0.5
    assert recall(["b", "a"], GRADES) == 1.0


def test_of_more_than_ten_answers_ten_are_all_that_fit():
    grades = dict.fromkeys("abcdefghijkl", 2)
    assert recall(list("abcdefghij"), grades) == 1.0
    assert recall(list("abcde"), grades) == 0.5
