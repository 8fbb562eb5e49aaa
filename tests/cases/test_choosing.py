"""Pages that a case names are chosen by their titles: only those that its author may open are offered, or called."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.cases.choices import Part
from exchange.cases.models import Case, CaseDraft
from exchange.cases.withdrawal import withdraw_case
from exchange.forum.choices import Audience
from exchange.forum.models import Topic
from lms import clock
from lms.people.models import Person
from tests import make, make_courses
from tests.cases import library, writing
from tests.forum import talk
from tests.performance.pages import MOST_QUERIES

pytestmark = pytest.mark.django_db

TITLE = "Водомеры на каждой улице"


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "ru"})
    client.force_login(person)
    return client


def at(draft: CaseDraft) -> str:
    return f"/ru/my/cases/{draft.key}/parts/start/"


def offered(draft: CaseDraft, kind: str, words: str) -> str:
    url = f"/ru/my/cases/{draft.key}/choices/{kind}/"
    return as_(draft.started_by).get(url, {"q": words}).content.decode()


def published(title: str = TITLE) -> Case:
    return library.bring(library.full(title={"ru": title}))[0]


def private_topic(title: str) -> Topic:
    return talk.of(Audience.MUNICIPALITY, make.learner(), title=title)


def sent(**facts: Any) -> dict[str, Any]:
    return {"version": "0"} | facts


def lines_of(draft: CaseDraft, name: str) -> list[str]:
    data = writing.typed(draft, Part.START)
    for part in name.split("."):
        data = data[part]
    return [row["line"] for row in data]  # type: ignore[index]  # rows of dictionaries


def test_while_one_types_pages_of_the_kind_are_offered_by_their_titles():
    case, course = published(), make_courses.course(title="Водомеры с нуля")
    topic = talk.topic(title="Водомеры зимой")
    draft = writing.draft()
    for kind, name, title in (
        ("case", case.slug, TITLE),
        ("course", course.page.slug, "Водомеры с нуля"),
        ("topic", str(topic.pk), "Водомеры зимой"),
    ):
        html = offered(draft, kind, "водом")
        assert html.count('role="option"') == 1
        assert f'data-name="{name}"' in html
        assert title in html


def test_an_address_is_offered_as_the_page_that_it_leads_to():
    case = published()
    html = offered(writing.draft(), "case", f"https://tajryiba.kg/ky/cases/{case.slug}/?a=1")
    assert f'data-name="{case.slug}"' in html


def test_what_the_author_may_not_open_is_neither_offered_nor_called_by_its_title():
    topic = private_topic("Водомеры между нами")
    withdrawn = published("Водомеры отозваны")
    withdraw_case(by=make.moderator(), case=withdrawn, because="Ошибка в расчётах.")
    unpublished = writing.short(title="Водомеры черновика")
    draft = writing.draft()
    for kind, words in (
        ("topic", "водомеры"),
        ("topic", f"/ru/forum/topics/{topic.pk}/"),
        ("case", "водомеры"),
        ("case", f"/ru/cases/{withdrawn.slug}/"),
        ("case", f"/ru/my/cases/{unpublished.key}/"),
    ):
        assert 'role="option"' not in offered(draft, kind, words), words
    lines = {"topics": [{"line": str(topic.pk)}]}
    named = {"related": lines, "builds_on": [{"line": withdrawn.slug}]}
    writing.save(draft, Part.START, named)
    client = as_(draft.started_by)
    for url in (at(draft), f"/ru/my/cases/{draft.key}/check/"):
        html = client.get(url).content.decode()
        assert topic.title not in html
        assert "Водомеры отозваны" not in html
        assert withdrawn.slug in html  # as it was typed


def test_a_case_is_not_offered_to_itself():
    case = published()
    boss = make.coordinator(case.municipality)
    draft = writing.draft(boss, case=case)
    assert 'role="option"' not in offered(draft, "case", "водомеры")
    assert 'role="option"' not in offered(draft, "case", f"/ru/cases/{case.slug}/")


def test_what_is_chosen_is_called_by_its_title_on_every_page():
    case = published()
    draft = writing.draft()
    writing.save(draft, Part.START, {"builds_on": [{"line": f"/ru/cases/{case.slug}/"}]})
    client = as_(draft.started_by)
    html = client.get(at(draft)).content.decode()
    assert f">{TITLE}</span>" in html
    assert 'name="less" value="builds_on-0"' in html
    assert TITLE in client.get(f"/ru/my/cases/{draft.key}/check/").content.decode()


@pytest.mark.parametrize("press", [{"more": "builds_on"}, {"enter": "1"}])
def test_without_script_the_button_finds_and_what_is_ticked_is_kept(press: dict[str, str]):
    case = published()
    draft = writing.draft()
    client = as_(draft.started_by)
    asked = sent(**{"context.text": "Воды не было.", "builds_on-words": "водомеры"}, **press)
    html = client.post(at(draft), asked).content.decode()
    assert 'value="Воды не было."' in html or "Воды не было.</textarea>" in html
    tick = f'<input type="checkbox" name="builds_on-0-line" value="{case.slug}">'
    assert tick in html
    assert 'value="водомеры"' in html
    answer = client.post(at(draft), sent(version="1", **{"builds_on-0-line": case.slug}))
    assert answer.headers["Location"] == f"/ru/my/cases/{draft.key}/"
    assert lines_of(draft, "builds_on") == [case.slug]
    answer = client.post(at(draft), asked | {"version": "2", "builds_on-0-line": case.slug})
    assert "checkbox" not in answer.content.decode()  # it is chosen already


def test_where_nothing_is_called_so_the_page_says_it():
    draft = writing.draft()
    asked = sent(**{"related.courses-words": "ксилофон", "more": "related.courses"})
    html = as_(draft.started_by).post(at(draft), asked).content.decode()
    assert 'role="status">' in html
    assert 'value="ксилофон"' in html
    assert "checkbox" not in html


def test_an_address_left_in_the_box_is_a_row_once_whatever_is_pressed():
    case = published()
    draft = writing.draft()
    client = as_(draft.started_by)
    pasted = {"builds_on-words": f"http://localhost/ru/cases/{case.slug}/"}
    client.post(at(draft), sent(**pasted))
    assert lines_of(draft, "builds_on") == [pasted["builds_on-words"]]
    again = sent(version="1", **pasted, **{"builds_on-0-line": case.slug})
    client.post(at(draft), again)
    assert lines_of(draft, "builds_on") == [case.slug]


def test_words_left_in_the_box_stop_nobody():
    draft = writing.draft()
    asked = sent(**{"context.text": "Воды не было.", "builds_on-words": "водомеры"})
    assert as_(draft.started_by).post(at(draft), asked).status_code == 302


def test_of_a_stranger_s_draft_and_of_other_kinds_nothing_is_offered():
    draft = writing.draft()
    url = f"/ru/my/cases/{draft.key}/choices/"
    assert as_(make.learner()).get(f"{url}case/", {"q": "во"}).status_code == 404
    assert as_(draft.started_by).get(f"{url}person/", {"q": "во"}).status_code == 404
    assert as_(draft.started_by).get(f"/ru/my/cases/{uuid4()}/choices/case/").status_code == 404


def test_machines_are_not_offered_without_end():
    draft = writing.draft()
    client = as_(draft.started_by)
    url = f"/ru/my/cases/{draft.key}/choices/case/"
    with clock.at(clock.now()):
        for _ in range(600):
            client.get(url)
        assert client.get(url).status_code == 429


@pytest.mark.parametrize("way", ["parts/start/", "check/"])
def test_titles_of_what_is_named_cost_few_questions(way: str):
    draft = writing.draft()
    cases, courses = [published(f"Насос {n}") for n in range(4)], [make_courses.course()]
    lines = {"builds_on": [{"line": case.slug} for case in cases]}
    related = {
        "courses": [{"line": each.page.slug} for each in courses],
        "topics": [{"line": str(talk.topic().pk)}],
    }
    writing.save(draft, Part.START, lines | {"related": related})
    client = as_(draft.started_by)
    url = f"/ru/my/cases/{draft.key}/{way}"
    client.get(url)  # what is read once is read by then
    with CaptureQueriesContext(connection) as captured:
        html = client.get(url).content.decode()
    assert all(f"Насос {n}" in html for n in range(4))
    assert len(captured) <= MOST_QUERIES
