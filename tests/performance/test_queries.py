"""No page asks the database more often when there is more to show."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.outline import Outline, outline_of
from exchange.cases.choices import Part
from exchange.cases.models import CaseDraft
from exchange.cases.review.reviewing import ask_for_changes
from exchange.cases.writing.co_authors import add_co_author
from exchange.cases.writing.submission import missing_in
from exchange.forum.following import follow
from exchange.forum.quoting import quote_of
from exchange.forum.reading import reader_of
from exchange.forum.solving import mark_solution
from exchange.forum.voicing import say_helped
from tests import files, make, make_courses
from tests.cases import library, reviews, writing
from tests.cases.adoptions import taken
from tests.forum import talk
from tests.performance.forum_pages import forum_pages_of
from tests.performance.pages import LANGUAGE, MOST_QUERIES, Page, pages_of
from tests.reports.learning import learn

pytestmark = pytest.mark.django_db


def queries_of(page: Page) -> int:
    client = Client()
    if page.person:
        client.force_login(page.person)
    assert client.get(page.path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(page.path)
    return len(captured)


def test_pages_ask_at_most_fifteen_times_and_no_more_when_there_is_more():
    place = make.municipality()
    coordinator, manager = make.coordinator(place), make.manager()
    first = make_courses.course(lessons=2, quizzes=[{}])
    outline = outline_of(first.key, LANGUAGE)
    assert isinstance(outline, Outline)
    case = library.case(place)
    taken(case, result=library.case())
    taken(library.case(), place)
    pages = pages_of(make.learner(place), coordinator, manager, outline, case, case)
    few = {page.name: queries_of(page) for page in pages}

    for _ in range(3):
        other = make_courses.course(lessons=2)
        taken(case, result=(result := library.case()))
        taken(result)
        taken(library.case(), place)
        for learner in (make.learner(place), make.learner()):
            learn(learner, other, lessons=2)
            learn(learner, first, lessons=1)
    first_learner = pages[0].person
    assert first_learner
    learn(first_learner, other, lessons=1)

    assert {page.name: queries_of(page) for page in pages} == few
    assert max(few.values()) <= MOST_QUERIES


def test_pages_of_the_forum_ask_no_more_when_there_is_more():
    member, others = make.learner(), [make.trainer() for _ in range(3)]
    category, course = talk.category(), make_courses.course(lessons=1)
    reader_of(member)
    follow(person=member, topic=talk.topic(others[2], course_key=course.key))
    full, long = talk.topic(others[0]), talk.topic(others[1], course_key=course.key)
    pages = forum_pages_of(member, category, full, long, long.posts.get().pk)
    few = {page.name: queries_of(page) for page in pages}

    for number, writer in enumerate(others * 3):
        topic = talk.topic(writer, category=talk.category(f"category-{number}"))
        follow(person=member, topic=topic)
        text = quote_of(topic.posts.get()) + f"Ответ {number}"
        for where in (full, long, topic):
            say_helped(person=member, post=talk.post(where, writer, text))
    mark_solution(by=others[0], post=full.posts.order_by("-pk")[0])

    many = {page.name: queries_of(page) for page in pages}
    assert {name: count for name, count in many.items() if count > few[name]} == {}
    assert {page.name: many[page.name] for page in pages if many[page.name] > page.most} == {}


def pages_of_draft(draft: CaseDraft) -> list[Page]:
    first = f"/{LANGUAGE}/my/cases/{draft.key}/"
    parts = [f"parts/{part}/" for part in Part if draft.is_open]
    paths = ["", "check/", "authors/", "delete/", *parts]
    return [Page(path or "draft", first + path, draft.started_by, 40) for path in paths]


def well_filled() -> CaseDraft:
    """A draft with something in all its parts: what it leads to, a decree, a photograph, somebody to ask."""
    draft = writing.full()
    colleague = make.learner(draft.municipality)
    add_co_author(by=draft.started_by, draft=draft, person=colleague)
    first, *others = library.bring(*(library.full(title={"ru": f"Насос {n}"}) for n in range(4)))
    later = library.case(builds_on=[first.slug])
    act, photo = writing.kept(draft), writing.kept(draft, "IMG.jpg", files.photograph())
    related = {
        "courses": [{"line": make_courses.course().page.slug} for _ in range(2)],
        "topics": [{"line": str(talk.topic().pk)} for _ in range(2)],
    }
    filled: dict[Part, dict[str, Any]] = {
        Part.PLACE: {
            "context": {"population": "6200"},
            "tags": ["winter"],
            "partners": [{"name": "Фонд", "support": "money"}],
        },
        Part.START: {
            "context": {"text": "Воды не было."},
            "builds_on": [{"line": each.slug} for each in (later, *others)],
            "related": related,
        },
        Part.STEPS: {"steps": [{"title": "Посчитали объём"}]},
        Part.LAW: {"legal_basis": [{"kind": "law", "text": "Указ", "file": str(act.key)}]},
        Part.PEOPLE: {"participation": {"heard": "На сходе."}},
        Part.LESSONS: {"lessons": [{"line": "Начинайте со схода."}]},
        Part.FILES: {
            "photos": [{"alt": "Двор", "file": str(photo.key)}],
            "files": [{"title": "Ведомость", "file": str(act.key)}],
        },
        Part.CONTACT: {
            "contact": {
                "person": str(colleague.uuid),
                "position": make.position().key,
                "consented": "01.01.2026",
            }
        },
    }
    for part, data in filled.items():
        writing.save(draft, part, data)
    assert missing_in(draft) == []
    return draft


def test_pages_of_a_draft_ask_at_most_fifteen_times_however_much_is_in_it():
    def counted(draft: CaseDraft) -> dict[str, int]:
        many = {page.name: queries_of(page) for page in pages_of_draft(draft)}
        return {name: count for name, count in many.items() if count > MOST_QUERIES}

    draft = well_filled()
    assert counted(draft) == {}
    draft = writing.submitted(draft)
    assert counted(draft) == {}
    draft = ask_for_changes(by=make.moderator(), draft=draft, text="Чего это стоило?", part="costs")
    assert counted(draft) == {}
    case = reviews.pass_both(writing.submitted(draft))
    draft.refresh_from_db()
    assert counted(draft) == {}
    revised = writing.draft(draft.started_by, case=case)
    writing.save(revised, Part.STEPS, {"steps": [{"title": "Считали две недели"}]})
    assert counted(revised) == {}
