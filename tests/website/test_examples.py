"""Cases on the first page and at home: who learned from whom, and what a municipality like one's own has done."""

import pytest
from django.core.cache import cache
from django.test import Client

from lms.people.models import District
from tests import make
from tests.cases import adoptions, library
from tests.website.test_homes import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def test_a_visitor_reads_who_learned_from_whom_and_what_else_worked(client: Client):
    others = [library.case() for _ in range(4)]
    source = library.case()
    taking = make.municipality()
    adoptions.taken(source, taking)
    html = client.get("/en/").content.decode()
    panel = html[html.index('id="whom"') : html.index("</section>", html.index('id="whom"'))]
    assert f"/en/cases/{source.slug}/" in panel
    assert taking.name_ru in panel
    assert sum(f"/en/cases/{each.slug}/" in html for each in others) == 3


def test_while_nobody_has_taken_up_anything_a_visitor_reads_how_it_goes(client: Client):
    library.case()
    html = client.get("/en/").content.decode()
    assert 'id="whom"' not in html
    assert "Read a lesson" in html


def test_a_member_is_shown_what_works_in_a_municipality_of_their_size(client: Client):
    mine = make.municipality(population=6_000, population_year=2025)
    own = library.full(mine)
    near, far = library.full(), library.full()
    near["context"], far["context"] = {"population": 6_500}, {"population": 60_000}
    cases = library.bring(own, far, near)
    member = make.learner(mine)
    aside = page_of(client, member).partition("<aside")[2]
    assert [f"/en/cases/{each.slug}/" in aside for each in cases] == [False, False, True]
    adoptions.taken(cases[2], mine)
    cache.clear()
    aside = page_of(client, member).partition("<aside")[2]
    assert f"/en/cases/{cases[1].slug}/" in aside


def test_who_works_nowhere_is_shown_none(client: Client):
    library.bring(library.full())
    assert 'id="like"' not in page_of(client, make.person())


def test_where_nobody_has_said_how_many_people_there_are_a_member_is_shown_a_case_of_the_region(
    client: Client,
):
    mine = make.municipality()
    near = make.municipality()
    District.objects.filter(pk=near.district_id).update(region=mine.district.region)
    cases = library.bring(library.full(), library.full(near))
    html = page_of(client, make.learner(mine))
    aside = html.partition("<aside")[2]
    assert [f"/en/cases/{each.slug}/" in aside for each in cases] == [False, True]
    assert "In your region" in aside
