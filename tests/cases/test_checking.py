"""A recount of what is kept of adoptions finds every difference, and nothing where there is none."""

from contextlib import suppress
from random import Random

import pytest

from exchange.cases.adoption.checking import differences
from exchange.cases.choices import AdoptionStatus
from exchange.cases.models import Adoption, AdoptionStep, Case, CaseSource
from lms.rules import Refusal
from tests import make
from tests.cases import library
from tests.cases.adoptions import begin, step, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def adoption() -> Adoption:
    """One that became a case."""
    return taken(library.case(), result=library.case())


def test_what_adds_up_is_passed_over_in_silence(adoption: Adoption):
    assert list(differences()) == []


def result_of(adoption: Adoption) -> Case:
    assert adoption.result_key
    return Case.objects.get(key=adoption.result_key)


def told(part: str) -> bool:
    return any(part in sentence for sentence in differences())


def test_a_count_that_is_not_that_of_the_rows(adoption: Adoption):
    for name in ("adoptions_count", "taken_up_count", "working_count"):
        Case.objects.filter(pk=adoption.case_id).update(**{name: 7})
        assert told("there are 1, 1 and 1"), name
        Case.objects.filter(pk=adoption.case_id).update(**{name: 1})
    assert list(differences()) == []


def test_an_adoption_that_stands_elsewhere_than_its_last_step_says(adoption: Adoption):
    AdoptionStep.objects.update(status="planning")
    assert told("its last step says otherwise")
    AdoptionStep.objects.all().delete()
    assert told("has no step")


def test_a_case_that_came_of_an_adoption_but_is_not_there_or_not_theirs(adoption: Adoption):
    result = result_of(adoption)
    Case.objects.filter(pk=result.pk).update(municipality=make.municipality())
    assert told("of another municipality")
    Case.objects.filter(pk=result.pk).update(municipality=adoption.municipality)
    CaseSource.objects.all().delete()
    assert told("does not name where it came from")
    Adoption.objects.update(result_key="8f14e45f-ceea-467f-9575-8a1f5d1f7c3e")
    assert told("not there")


def test_a_circle(adoption: Adoption):
    result = result_of(adoption)
    taken(result, result=adoption.case)
    assert [each for each in differences() if "comes of itself" in each] != []


@pytest.mark.parametrize("seed", range(2))
def test_whatever_municipalities_do_everything_adds_up(seed: int):
    chance = Random(seed)
    people = [make.learner() for _ in range(3)]
    places = [make.membership_of(each).municipality for each in people]
    cases = [library.case(chance.choice(places)) for _ in range(4)]
    refused = 0
    for _ in range(25):
        with suppress(Refusal):
            refused += 1
            if (
                adoption := chance.choice([None, *Adoption.objects.all()])
            ) and chance.random() < 0.6:
                step(adoption, chance.choice(list(AdoptionStatus)), note="Так решил кенеш.")
            else:
                begin(chance.choice(cases), chance.choice(people))
            refused -= 1
    assert 0 < refused < 25
    assert list(differences()) == []
