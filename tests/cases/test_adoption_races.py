"""Colleagues at once, on PostgreSQL: what two do together is done once, and the counts are true."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from exchange.cases.adoption.ancestry import InACircle
from exchange.cases.adoption.refusals import AlreadyStopped, AlreadyTakenUp
from exchange.cases.choices import AdoptionStatus
from exchange.cases.models import Adoption, AdoptionStep, CaseSource
from exchange.forum.models import Topic
from lms.rules import Refusal
from tests import make, threads
from tests.cases import adoptions, library

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


def at_once(*acts: Any) -> list[Any]:
    return threads.at_once(*acts, returned=Refusal)


def test_two_colleagues_take_it_up_at_once_and_it_is_taken_up_once():
    place = make.municipality()
    colleagues = [make.learner(place) for _ in range(3)]
    for _ in range(ROUNDS):
        case = library.case()
        done = at_once(*(partial(adoptions.begin, case, each) for each in colleagues))
        assert [type(each) for each in done].count(AlreadyTakenUp) == 2
        case.refresh_from_db()
        assert case.adoptions_count == Adoption.objects.filter(case=case).count() == 1
        assert Topic.objects.filter(adoption__case=case).count() == 1
    assert Topic.objects.count() == ROUNDS  # who came second left no talk behind


def test_many_municipalities_at_once_are_all_counted():
    case = library.case()
    people = [make.learner() for _ in range(6)]
    at_once(*(partial(adoptions.begin, case, each) for each in people))
    case.refresh_from_db()
    assert case.adoptions_count == len(people)


def test_a_form_sent_twice_at_once_is_one():
    case, by, form = library.case(), make.learner(), uuid4()
    done = at_once(*(partial(adoptions.begin, case, by, client_id=form) for _ in range(4)))
    assert {each.pk for each in done} == {Adoption.objects.get().pk}


def test_a_step_sent_twice_at_once_is_one_and_a_stop_closes_it_once():
    for _ in range(ROUNDS):
        made, form = adoptions.begin(), uuid4()
        done = at_once(*(partial(adoptions.step, made, client_id=form) for _ in range(4)))
        assert {each.pk for each in done} == {made.steps.latest("pk").pk}
        stop = partial(adoptions.step, made, AdoptionStatus.STOPPED, note="Нет.")
        done = at_once(stop, partial(adoptions.step, made, AdoptionStatus.WORKING), stop)
        stops = [
            each for each in done if isinstance(each, AdoptionStep) and each.status == "stopped"
        ]
        assert len(stops) == 1
        assert any(isinstance(each, AlreadyStopped) for each in done)
        made.refresh_from_db()
        assert made.status == AdoptionStatus.STOPPED
        made.case.refresh_from_db()
        assert (made.case.taken_up_count, made.case.working_count) == (0, 0)


def test_two_cases_that_name_each_other_at_once_make_no_circle():
    for _ in range(ROUNDS):
        one, two = library.bring(library.data(), library.data())
        pages = [library.page_of(one), library.page_of(two)]
        drafts = []
        for page, other in zip(pages, reversed(pages), strict=True):
            page.related = [("case", other)]
            drafts.append(page.save_revision())
        done = threads.at_once(
            *(draft.publish for draft in drafts), returned=(InACircle, ValidationError)
        )
        # Whoever comes second is refused: by the page, or by the rows if both were looked at before.
        assert sum(isinstance(each, InACircle | ValidationError) for each in done) == 1
        assert CaseSource.objects.filter(case__in=[one, two]).count() == 1
