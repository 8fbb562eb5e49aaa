"""The same word has one spelling, however it was typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.normalise import normalised


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("ЁЛКА", "елка"),
        ("за\u0301мок", "замок"),  # with its stress
        (unicodedata.normalize("NFD", "йод"), "йод"),
        ("Мycop", "мусор"),  # Latin y, c, o, p
        ("КOЧO", "кочо"),  # Latin capitals
        ("cтол", "стол"),
        ("Micrоsоft", "microsoft"),  # Cyrillic о
        ("таш\u00adтан\u00adды", "таштанды"),  # soft hyphens
        ("ӨКМӨТҮ", "өкмөтү"),
        ("қала", "кала"),  # of a Kazakh keyboard
        ("ҥ", "ң"),
        ("Ｗａｔｅｒ", "water"),  # full width
        ("naïve", "naive"),
        ("İstanbul", "istanbul"),
        ("straße", "strasse"),
        ("李明", "liming"),
        ("٢٠٢٦", "2026"),
        ("№", "no"),
        ("🙂", ""),
    ],
)
def test_what_means_the_same_is_spelled_the_same(typed: str, same: str):
    assert normalised(typed) == same


@given(word=st.text(max_size=50))
def test_what_is_normalised_stays_as_it_is(word: str):
    assert normalised(normalised(word)) == normalised(word)
