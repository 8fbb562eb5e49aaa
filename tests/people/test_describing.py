"""A coordinator says how many people live in the municipality, and its cases begin with that."""

from typing import Any

import pytest
from django.test import Client

from exchange.cases.writing.beginnings import known_of
from lms import clock
from lms.people.describing import (
    FewerPeopleThanHouseholds,
    NotSuchAYear,
    YearNeeded,
    describe_municipality,
)
from lms.people.models import AuditRecord, Municipality
from lms.rules import NotAllowed, Refusal
from tests import make
from tests.cases import writing

pytestmark = pytest.mark.django_db
KNOWN = {"population": 6200, "population_year": 2022, "households": 1400, "villages": 3}
ADDRESS = "/en/municipality/about/"


def facts_of(place: Municipality) -> dict[str, Any]:
    return dict(Municipality.objects.values(*KNOWN).get(pk=place.pk))


def test_what_is_given_is_kept_noted_and_shown(client: Client):
    place = make.municipality()
    client.force_login(make.coordinator(place))
    typed = {name: str(number) for name, number in KNOWN.items()} | {"population": "6 200"}
    assert client.post(ADDRESS, typed).status_code == 302
    assert facts_of(place) == KNOWN
    assert AuditRecord.objects.get(act="municipality described").facts["population"] == 6200
    html = client.get(f"/en/municipalities/{place.code}/").content.decode()
    assert "6,200 (2022)" in html
    assert "1,400" in html


def test_a_case_of_the_municipality_begins_with_it():
    place = make.municipality()
    describe_municipality(by=make.coordinator(place), municipality=place, **KNOWN)
    context = known_of(writing.draft(make.learner(place)))["context"]
    assert [context[name] for name in ("population", "households", "villages")] == [
        "6200",
        "1400",
        "3",
    ]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"population_year": None}, YearNeeded),
        ({"population_year": 1911}, NotSuchAYear),
        ({"population_year": clock.today().year + 1}, NotSuchAYear),
        ({"households": 6201}, FewerPeopleThanHouseholds),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    client: Client, changes: dict[str, int | None], refusal: type[Refusal]
):
    place = make.municipality()
    coordinator = make.coordinator(place)
    with pytest.raises(refusal):
        describe_municipality(by=coordinator, municipality=place, **KNOWN | changes)
    client.force_login(coordinator)
    typed = {name: "" if each is None else str(each) for name, each in (KNOWN | changes).items()}
    answer = client.post(ADDRESS, typed)
    assert refusal.field in answer.context["form"].errors
    assert 'value="6200"' in answer.content.decode()
    assert facts_of(place)["population"] is None


@pytest.mark.parametrize("number", ["-1", "0", "шесть", "1e9", "9" * 30, "\0", "6.5"])
def test_what_is_no_number_stays_to_be_mended(client: Client, number: str):
    place = make.municipality()
    client.force_login(make.coordinator(place))
    answer = client.post(ADDRESS, {"population": number, "population_year": "2022"})
    assert answer.status_code == 200
    assert facts_of(place)["population"] is None


def test_nothing_known_is_said_with_nothing():
    place = make.municipality(population=5000, population_year=2022)
    nothing = dict.fromkeys(KNOWN)
    describe_municipality(by=make.coordinator(place), municipality=place, **nothing)
    assert facts_of(place) == nothing


def test_others_do_not_say_it():
    place = make.municipality()
    for person in (make.coordinator(), make.learner(place), make.manager(), make.admin()):
        with pytest.raises(NotAllowed):
            describe_municipality(by=person, municipality=place, **KNOWN)
