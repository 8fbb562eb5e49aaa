"""The page of a case, the feed, and who sees whom to ask."""

import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page

from courses.catalogue.links import address_of
from exchange.forum.choices import Audience
from tests import make, make_courses
from tests.cases import library
from tests.forum import talk

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15
ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_full_case_shows_its_parts(client: Client):
    case = library.bring(library.full())[0]
    html = client.get(f"/ru/cases/{case.slug}/").content.decode()
    for words in (
        "Посчитали объём",
        "940\xa0000",
        "март 2024",
        "6,5",
        "Начинайте со схода",
        "CC BY 4.0",
    ):
        assert words in html


def test_the_words_around_a_case_are_the_readers_whoever_has_read_it_before(client: Client):
    case = library.case()
    for language in ("ru", "ky", "en"):
        with translation.override(language):
            heading = f"<h2>{gettext('Where it began')}</h2>"
        assert heading in client.get(f"/{language}/cases/{case.slug}/").content.decode()


def test_whom_to_ask_is_told_to_who_has_signed_in(client: Client):
    case = library.bring(library.full())[0]
    path = f"/ru/cases/{case.slug}/"
    assert "Нурбек" not in client.get(path).content.decode()
    client.force_login(make.person())
    assert "Нурбек" in client.get(path).content.decode()


def test_a_topic_of_one_municipality_is_not_shown_to_others(client: Client):
    asker = make.learner()
    own = talk.category("municipality", Audience.MUNICIPALITY)
    topic = talk.topic(asker, category=own, title="Наш тариф")
    case = library.case(related={"topics": [topic.pk]})
    assert "Наш тариф" not in client.get(f"/ru/cases/{case.slug}/").content.decode()
    client.force_login(asker)
    assert "Наш тариф" in client.get(f"/ru/cases/{case.slug}/").content.decode()


def test_a_course_a_topic_and_a_municipality_show_their_cases(client: Client):
    course, topic, place = make_courses.course(), talk.topic(), make.municipality()
    case = library.case(place, related={"courses": [course.page.slug], "topics": [topic.pk]})
    address = f"/ru/cases/{case.slug}/"
    for path in (
        f"/ru/courses/{course.page.slug}/",
        f"/ru/forum/topics/{topic.pk}/",
        f"/ru/municipalities/{place.code}/",
    ):
        assert address in client.get(path).content.decode(), path
    library.page_of(case).unpublish()
    assert address not in client.get(f"/ru/courses/{course.page.slug}/").content.decode()


def test_a_lesson_links_to_a_case_while_it_is_published():
    case = library.case()
    page = Page.objects.get(pk=case.page_id)
    assert address_of(page, "ky") == f"/ky/cases/{case.slug}/"


def test_similar_cases_are_of_the_same_service_and_those_with_more_in_common_come_first(
    client: Client,
):
    case = library.case()
    near = library.case()
    far = library.case(tags=[])
    other = library.case(services=["water"])
    html = client.get(f"/ru/cases/{case.slug}/").content.decode()
    assert html.index(f"/cases/{near.slug}/") < html.index(f"/cases/{far.slug}/")
    assert f"/cases/{other.slug}/" not in html


def test_words_cannot_bring_html(client: Client):
    case = library.case(title="<script>alert(1)</script>", done="<img src=x onerror=alert(1)>")
    html = client.get(f"/ru/cases/{case.slug}/").content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_a_page_and_the_library_cost_few_queries(client: Client):
    case = library.bring(library.full())[0]
    client.force_login(make.learner())
    for path in (
        f"/ru/cases/{case.slug}/",
        "/ru/cases/?service=waste&year=2024",
        "/ru/cases/?q=машина",
    ):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        assert len(captured) <= MOST_QUERIES, (path, len(captured))


def test_the_feed_has_what_is_published_with_its_authors(client: Client):
    case = library.case(origin={"name": "Портал", "authors": "А. Б."})
    feed = ET.fromstring(client.get("/feeds/cases/ky.atom").content)  # noqa: S314  our own
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}id") for each in entries] == [f"urn:uuid:{case.key}"]
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == "А. Б."
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href", "").endswith(f"/ky/cases/{case.slug}/")
    assert client.get("/feeds/cases/de.atom").status_code == 404
