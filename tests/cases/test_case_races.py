"""Two at once with the same cases, on PostgreSQL: one waits for the other, and is told what it did."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from exchange.cases.importing import import_cases
from exchange.cases.models import Case, CaseDraft
from exchange.cases.records import read_record
from exchange.cases.withdrawal import ReplacesItself, withdraw_case
from exchange.cases.writing.drafting import start_draft
from exchange.forum.solving import mark_solution
from lms.rules import Refusal
from tests import make, threads
from tests.cases import adoptions, library
from tests.forum import talk

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
ROUNDS = 3


def at_once(*acts: Any) -> list[Any]:
    return threads.at_once(*acts, returned=Refusal)


def test_of_two_cases_that_are_withdrawn_for_each_other_at_once_one_stays():
    moderator = make.moderator()
    for _ in range(ROUNDS):
        one, other = library.case(), library.case()
        facts: dict[str, Any] = {"by": moderator, "because": "Есть лучше."}
        done = at_once(
            partial(withdraw_case, case=one, replaced_by=other, **facts),
            partial(withdraw_case, case=other, replaced_by=one, **facts),
        )
        assert [type(each) for each in done if each] == [ReplacesItself]
        assert Case.objects.filter(pk__in=[one.pk, other.pk], taken_down_at=None).count() == 1


def test_the_same_file_brought_in_twice_at_once_is_there_once():
    records = [read_record(library.data())]
    done = at_once(partial(import_cases, records), partial(import_cases, records))
    assert sorted(each.made for each in done) == [0, 1]
    assert Case.objects.count() == 1


def test_what_two_colleagues_make_of_one_adoption_at_once_is_one_draft():
    adoption = adoptions.working(make.learner())
    people = [make.learner(adoption.municipality) for _ in range(4)]
    begun = at_once(
        *(
            partial(start_draft, by=each, client_id=uuid4(), language="ru", adoption=adoption)
            for each in people
        )
    )
    assert len({each.pk for each in begun}) == CaseDraft.objects.filter(adoption=adoption).count()
    assert len({each.pk for each in begun}) == 1


def test_what_somebody_makes_of_one_topic_in_two_windows_at_once_is_one_draft():
    topic = talk.topic()
    topic = mark_solution(by=topic.author, post=talk.post(topic))
    begin = partial(start_draft, by=topic.author, language="ru", topic=topic)
    begun = at_once(*(partial(begin, client_id=uuid4()) for _ in range(4)))
    assert len({each.pk for each in begun}) == 1
