"""The page of results as a plain page: every state by its address, whatever is typed."""

import time
from html import unescape
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client

from lms import clock
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import QueryLog, SynonymGroup
from search.terms import forget_terms
from tests import make, make_courses
from tests.e2e.crawl import Links
from tests.search.things import catch_up

pytestmark = pytest.mark.django_db
SEARCH = "/ru/search/"
INCOMPLETE = "Результаты могут быть неполными"  # the database had to stand in


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    """How often somebody asked in another test is nothing to this one."""
    cache.clear()


def page(client: Client, path: str = SEARCH, **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def links(html: str) -> list[str]:
    return [unquote(link).replace("+", " ") for link in Links(html).found]


def test_every_page_has_a_box_and_a_phone_the_way_to_one(client: Client):
    html = page(client, path="/ru/courses/")
    assert 'action="/ru/search/"' in html
    assert SEARCH in links(html)


def test_without_words_there_is_only_the_box(client: Client):
    html = page(client)
    assert html.count('name="q"') == 1
    assert "результат" not in html
    assert not QueryLog.objects.exists()


def test_a_course_is_found_with_its_words_marked_and_leads_to_itself(client: Client):
    course = make_courses.course()
    html = page(client, q="мусор")
    assert "<mark>" in html
    assert any(f"/ru/courses/{course.page.slug}/" in link for link in links(html))


def test_a_lesson_opens_at_what_was_found(client: Client):
    make_courses.course()
    found = [link for link in links(page(client, q="мешок")) if "/lesson-1/" in link]
    assert found
    assert "#:~:text=" in found[0]
    assert found[0].endswith("text=мешки")


def test_a_result_that_was_opened_is_counted_without_javascript(client: Client):
    make_courses.course()
    answer = client.get(SEARCH, {"q": "мусор"})
    ping = unescape(answer.content.decode()).split('ping="')[1].split('"')[0]
    assert client.post(ping).status_code == 204
    assert QueryLog.objects.get().clicked_rank == 1


def test_a_mark_that_is_made_up_counts_nothing(client: Client):
    make_courses.course()
    page(client, q="урок")
    for query in ("", "?n=1&k=lesson&s=1", "?n=9999999&k=lesson", "?n=1&k=nothing&s=1", "?n=²"):
        assert client.post(f"{SEARCH}opened/{query}").status_code == 204
    assert QueryLog.objects.filter(clicked_rank__isnull=False).count() == 0


def test_filters_and_later_pages_are_no_other_question(client: Client):
    make_courses.course()
    page(client, q="мусор")
    page(client, q="мусор", kind="course")
    assert QueryLog.objects.count() == 1


def test_a_filter_narrows_and_can_be_taken_off(client: Client):
    course = make_courses.course(lessons=2)
    all_of_it = page(client, within=str(course.key))
    assert 'name="kind" value="lesson"' in all_of_it
    html = page(client, q="", within=str(course.key), kind="lesson")
    assert 'name="kind" value="lesson" checked' in html
    assert f"?q=&within={course.key}" in links(html)
    found = [link for link in links(html) if f"/courses/{course.page.slug}/" in link]
    assert len(found) == 3  # the course above the results, and two lessons


def test_a_search_in_a_course_finds_nothing_of_another(client: Client):
    one, other = make_courses.course(), make_courses.course()
    html = page(client, path=f"/ru/courses/{one.page.slug}/")
    assert f'name="within" value="{one.key}"' in html
    found = links(page(client, within=str(one.key)))
    assert not any(f"/courses/{other.page.slug}/" in link for link in found)


def test_a_page_that_is_not_there_any_more_leads_to_the_last(client: Client):
    make_courses.course()
    answer = client.get(SEARCH, {"q": "мусор", "page": "7"})
    assert answer.status_code == 302
    assert "page=" not in answer["Location"]


def test_whoever_finds_nothing_is_offered_less(client: Client):
    make_courses.course()
    html = page(client, q="мусор щщщщщ", kind="person")
    assert "ничего не нашлось" in html
    assert any(link.startswith("?q=") and "kind" not in link for link in links(html))


def test_words_that_mean_the_same_are_said_to_be_looked_for(client: Client):
    SynonymGroup.objects.create(words_ru="питьевая вода", words_ky="таза суу")
    forget_terms()
    html = page(client, q="питьевая вода")
    assert "Искали также" in html
    assert '<a href="?q=%D1%82%D0%B0%D0%B7%D0%B0+%D1%81%D1%83%D1%83" lang="ky">таза суу</a>' in html


TYPED = [
    "",
    "ы" * 10_000,
    "слово " * 2_000,
    "и в на",
    '"незакрытая',
    "AND OR (",
    "* ? ~ ^ \\ / : + - ! {} []",
    "a\0b\x01\x1f\u2028\ud7ff",
    "<script>alert(1)</script>",
    "🙂🙂",
    "中文 العربية",
    "%_';--",
]


@pytest.mark.parametrize("text", TYPED)
@pytest.mark.parametrize("path", [SEARCH, f"{SEARCH}suggest/"])
def test_whatever_is_typed_is_answered_in_a_second(client: Client, path: str, text: str):
    make_courses.course()
    client.get(SEARCH, {"q": "урок"})  # what is read once is read by then
    began = time.process_time()
    answer = client.get(path, {"q": text})
    assert answer.status_code == 200
    assert time.process_time() - began < 1
    assert b"<script>alert" not in answer.content


@pytest.mark.elasticsearch
def test_whatever_is_typed_elasticsearch_answers_itself(
    client: Client, copying: ElasticsearchEngine
):
    make_courses.course()
    catch_up()
    for text in TYPED:
        assert INCOMPLETE not in page(client, q=text), text


STRANGE = [
    "year=²",
    "year=²²&year=2026",
    "year=٣&year=" + "9" * 64,
    "kind=nothing",
    "topic=" + "x" * 5_000,
    "&".join(f"municipality={number}" for number in range(500)),
    "region=%27%2C%27",
    "language=🙂",
    "within={00000000-0000-0000-0000-000000000000}",
    "access=nobody&tokens=public&facets.kind=lesson",
    "page=99999999999999999999&page=²",
    "sort=date&sort=best&q=a&q=b",
]


def test_filters_that_there_are_not_leave_a_page(client: Client, engine_in_use: str):
    make_courses.course()
    catch_up()
    for asked in STRANGE:
        for words in ("", "q=мусор&"):
            answer = client.get(f"{SEARCH}?{words}{asked}")
            assert answer.status_code == 200, asked
            assert INCOMPLETE not in answer.content.decode(), asked


def test_what_is_typed_is_suggested_as_titles_and_as_terms(client: Client):
    course = make_courses.course()
    SynonymGroup.objects.create(words_ru="тариф на вывоз", words_ky="")
    forget_terms()
    html = page(client, path=f"{SEARCH}suggest/", q=course.page.title[:4])
    assert f'data-href="/ru/courses/{course.page.slug}/"' in html
    html = page(client, path=f"{SEARCH}suggest/", q="на выв")
    assert "тариф на вывоз" in html


def test_machines_are_not_suggested_to_without_end(client: Client):
    with clock.at(clock.now()):  # in one minute of the counter
        for _ in range(600):
            client.get(f"{SEARCH}suggest/", {"q": ""})
        assert client.get(f"{SEARCH}suggest/", {"q": ""}).status_code == 429


def test_results_that_may_name_people_are_kept_by_no_browser(client: Client):
    client.force_login(make.learner())
    assert "no-store" in client.get(SEARCH, {"q": "а"})["Cache-Control"]


def test_robots_do_not_follow_all_states(client: Client):
    assert client.get(SEARCH)["X-Robots-Tag"] == "noindex"
