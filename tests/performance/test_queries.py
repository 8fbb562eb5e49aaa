"""No page asks the database more often when there is more to show."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.outline import Outline, outline_of
from exchange.cases.choices import Part
from exchange.cases.models import CaseDraft
from exchange.cases.review.reviewing import ask_for_changes
from exchange.cases.writing.co_authors import add_co_author
from exchange.forum.following import follow
from exchange.forum.quoting import quote_of
from exchange.forum.reading import reader_of
from exchange.forum.solving import mark_solution
from exchange.forum.voicing import say_helped
from tests import make, make_courses
from tests.cases import library, writing
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


def test_pages_of_a_draft_ask_at_most_fifteen_times_also_once_it_has_a_page():
    draft = writing.full()
    add_co_author(by=draft.started_by, draft=draft, person=make.learner(draft.municipality))
    written = {page.name: queries_of(page) for page in pages_of_draft(draft)}
    assert max(written.values()) <= MOST_QUERIES, written
    draft = writing.submitted(draft)
    submitted = {page.name: queries_of(page) for page in pages_of_draft(draft)}
    assert max(submitted.values()) <= MOST_QUERIES, submitted
    draft = ask_for_changes(by=make.moderator(), draft=draft, text="Чего это стоило?", part="costs")
    changed = {page.name: queries_of(page) for page in pages_of_draft(draft)}
    assert max(changed.values()) <= MOST_QUERIES, changed
