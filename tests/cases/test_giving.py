"""What a municipality gave and took, on its page and in the lists behind it, against a naive count."""

from html import unescape
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.cases.adoption.giving import FIRST, PAGE, Tally, tallies_of
from exchange.cases.choices import TAKEN_UP, AdoptionStatus
from exchange.cases.models import Adoption
from exchange.cases.withdrawal import withdraw_case
from lms import clock
from lms.people.models import Municipality
from tests import make
from tests.cases import library
from tests.cases.adoptions import taken

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def exchanged(chance: Random) -> list[Municipality]:
    """Some municipalities that take up each other's cases, some of them more than once."""
    places = [make.municipality() for _ in range(4)]
    cases = [library.case(chance.choice(places)) for _ in range(6)]
    for _ in range(24):
        case, place = chance.choice(cases), chance.choice(places)
        status = chance.choice(AdoptionStatus.values)
        is_open = Adoption.objects.filter(case=case, municipality=place).exclude(status="stopped")
        if place != case.municipality and (status == "stopped" or not is_open.exists()):
            taken(case, place, status)
    return places


def tally(rows: list[Adoption]) -> Tally:
    return Tally(
        len(rows),
        sum(row.status in TAKEN_UP for row in rows),
        sum(row.status == "working" for row in rows),
    )


@pytest.mark.parametrize("seed", range(3))
def test_what_is_given_and_taken_adds_up(seed: int, client: Client):
    places, rows = exchanged(Random(seed)), list(Adoption.objects.all())
    for place in places:
        gave = [row for row in rows if row.giver == place]
        took = [row for row in rows if row.municipality == place]
        assert tallies_of(place) == (tally(gave), tally(took))
        for name, wanted in (("given", gave), ("taken", took)):
            found = client.get(f"/ru/municipalities/{place.code}/{name}/").context["page"]
            assert found.paginator.count == len(wanted)
    both = [tallies_of(place) for place in places]
    assert sum(gave.adoptions for gave, _ in both) == sum(took.adoptions for _, took in both)


def test_the_page_shows_both_with_links(client: Client):
    case = library.case()
    result = library.case()
    taken(case, result=result)
    giver, taker = case.municipality, result.municipality
    gave = unescape(client.get(f"/ru/municipalities/{giver.code}/").content.decode())
    assert f"/ru/cases/{case.slug}/" in gave
    assert f"/ru/municipalities/{taker.code}/" in gave
    assert f"/ru/cases/{result.slug}/" in gave
    took = unescape(client.get(f"/ru/municipalities/{taker.code}/").content.decode())
    assert f"/ru/municipalities/{giver.code}/" in took
    assert f"/ru/cases/{case.slug}/" in took


def test_who_gave_and_took_nothing_has_no_such_section(client: Client):
    place = make.municipality()
    facts = client.get(f"/ru/municipalities/{place.code}/").context
    assert facts["sections"] == []


def test_what_was_withdrawn_since_is_listed_without_its_words(client: Client):
    case = library.case()
    adoption = taken(case)
    title = case.texts.get(language="ru").title
    withdraw_case(by=make.moderator(), case=case, because="Устарело.")
    html = unescape(
        client.get(f"/ru/municipalities/{adoption.municipality.code}/").content.decode()
    )
    assert title not in html
    assert f"/ru/cases/{case.slug}/" in html


def test_long_lists_have_pages_and_the_municipality_shows_the_first(client: Client):
    place = make.municipality()
    for _ in range(PAGE + 2):
        taken(library.case(), place)
    html = client.get(f"/ru/municipalities/{place.code}/").content.decode()
    assert html.count('<tr role="row"><th scope="row"') == FIRST
    pages = [client.get(f"/ru/municipalities/{place.code}/taken/?page={n}").context for n in (1, 2)]
    keys = [line.adoption.pk for each in pages for line in each["lines"]]
    assert (len(keys), len(set(keys))) == (PAGE + 2, PAGE + 2)


def test_the_page_asks_no_more_for_much(client: Client):
    places = exchanged(Random(7))
    client.force_login(make.learner(places[0]))
    for path in ("", "given/", "taken/"):
        address = f"/ru/municipalities/{places[0].code}/{path}"
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        assert len(captured) <= MOST_QUERIES, [each["sql"][:90] for each in captured]


def test_a_municipality_that_is_no_more_is_named_and_leads_nowhere(client: Client):
    case, place = library.case(), make.municipality()
    taken(case, place)
    Municipality.objects.filter(pk=place.pk).update(valid_to=clock.today())
    html = unescape(client.get(f"/ru/cases/{case.slug}/").content.decode())
    assert place.name in html
    assert f"/ru/municipalities/{place.code}/" not in html
    listed = client.get(f"/ru/cases/{case.slug}/taken-up/").content.decode()
    assert f"/ru/municipalities/{place.code}/" not in listed
    assert client.get(f"/ru/municipalities/{place.code}/taken/").status_code == 200
