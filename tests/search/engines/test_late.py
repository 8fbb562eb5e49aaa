"""What is published or withdrawn while an older text of it is on its way to the index: the older one never wins."""

import threading
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from courses.catalogue.models import LessonPage
from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol
from courses.reports.explorer.outbox import learning_index
from lms.people.models import Person
from search import engines
from search.comparing import copy_differences
from search.engines.base import Index
from search.engines.elasticsearch import ElasticsearchEngine
from search.query import search
from search.registry import kept_twice
from search.tasks import drain
from tests import make, make_courses
from tests.make_courses import MadeCourse
from tests.search.engines.gate import PATIENCE, Gate

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.postgresql,  # two who write at once
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def gate(settings: Settings, elasticsearch: str, elasticsearch_prefix: str) -> Iterator[Gate]:
    """The installation sends through the gate; its tasks run at each commit, in the thread of the commit."""
    with Gate(elasticsearch).open() as gate:
        settings.ELASTICSEARCH_NODES = [gate.url]
        settings.ELASTICSEARCH_INDEX_PREFIX = elasticsearch_prefix
        settings.SEARCH_ENGINE = "elasticsearch"
        forget_engines()
        made = engines.engine("elasticsearch")
        assert isinstance(made, ElasticsearchEngine)
        made.answers_within = PATIENCE  # here the machine may be busy with other tests
        yield gate
        forget_engines()


def forget_engines() -> None:
    engines.engine.cache_clear()
    learning_index.cache_clear()


@pytest.fixture
def course() -> MadeCourse:
    return make_courses.course(lessons=2)


def name(lesson: LessonPage, title: str) -> None:
    make_courses.publish_again(lesson, title=title)


def begin_to_send(gate: Gate, change: Callable[[], object]) -> threading.Thread:
    """Make the change in a thread of its own, and hold what it sends."""

    def run() -> None:
        change()
        connection.close()

    gate.hold()
    thread = threading.Thread(target=run)
    thread.start()
    gate.wait_for_it()
    return thread


def end(gate: Gate, thread: threading.Thread) -> None:
    gate.let_go()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def the_copy() -> Index:
    copy = engines.index()
    assert copy
    return copy


def found(words: str) -> list[str]:
    """The titles of the lessons that Elasticsearch itself finds."""
    drain()
    assert list(copy_differences(the_copy())) == []  # asks it to show what it has
    results = search(
        AnonymousUser(), words, language="ru", kinds=["lesson"], engine="elasticsearch"
    )
    return [hit.title for hit in results.hits]


@pytest.mark.parametrize("is_said_again", [False, True])
def test_what_is_published_while_its_older_text_is_sent_stays(
    gate: Gate, course: MadeCourse, is_said_again: bool
):
    lesson = course.lessons[0]
    thread = begin_to_send(gate, lambda: name(lesson, "Контейнер"))
    name(lesson, "Компост")
    end(gate, thread)
    if is_said_again:
        assert b'"status":409' in gate.say_again()
    assert found("компост") == ["Компост"]
    assert found("контейнер") == []


@pytest.mark.parametrize("is_said_again", [False, True])
def test_what_is_withdrawn_while_it_is_sent_is_gone(
    gate: Gate, course: MadeCourse, is_said_again: bool
):
    lesson = course.lessons[0]
    thread = begin_to_send(gate, lambda: name(lesson, "Контейнер"))
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    end(gate, thread)
    if is_said_again:
        assert b'"status":409' in gate.say_again()
    assert found("контейнер") == []


def test_what_is_deleted_and_indexed_late_stays_deleted(
    gate: Gate, course: MadeCourse, settings: Settings
):
    lesson = course.lessons[0]
    settings.SEARCH_ENGINE = "database"  # nothing is sent meanwhile
    name(lesson, "Контейнер")
    settings.SEARCH_ENGINE = "elasticsearch"
    thread = begin_to_send(gate, drain)
    LessonPage.objects.get(pk=lesson.pk).delete()
    end(gate, thread)
    name(course.lessons[1], "Другой урок")  # more is sent after it
    gate.say_again()
    assert found("контейнер") == []


def test_what_comes_back_while_its_withdrawal_is_sent_is_found(gate: Gate, course: MadeCourse):
    lesson = course.lessons[0]
    name(lesson, "Контейнер")
    thread = begin_to_send(gate, lambda: LessonPage.objects.get(pk=lesson.pk).unpublish())
    name(lesson, "Контейнер")
    end(gate, thread)
    gate.say_again()
    assert found("контейнер") == ["Контейнер"]


def test_what_changes_while_it_is_sent_and_is_not_sent_itself_still_waits(
    gate: Gate, course: MadeCourse, settings: Settings
):
    """Its own message was lost: the older sending must not mark it as sent."""
    lesson = course.lessons[0]
    thread = begin_to_send(gate, lambda: name(lesson, "Контейнер"))
    settings.SEARCH_ENGINE = "database"  # nothing is sent meanwhile
    name(lesson, "Компост")
    settings.SEARCH_ENGINE = "elasticsearch"
    end(gate, thread)
    assert found("компост") == ["Компост"]


def test_an_index_that_is_made_anew_while_an_older_text_is_sent_keeps_the_newer(
    gate: Gate, course: MadeCourse
):

    lesson = course.lessons[0]
    thread = begin_to_send(gate, lambda: name(lesson, "Контейнер"))
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    call_command("search_rebuild", "--index-only")
    end(gate, thread)
    gate.say_again()
    assert found("контейнер") == []


def test_what_is_learnt_while_an_older_record_is_sent_stays(gate: Gate, course: MadeCourse):
    learner = make.learner()
    thread = begin_to_send(gate, lambda: enrol(person=learner, course_key=course.key))
    complete(learner, course.lessons[0])
    end(gate, thread)
    gate.say_again()
    assert list(kept_twice["record"].differences()) == []


def complete(learner: Person, lesson: LessonPage) -> None:
    complete_lesson(
        person=learner,
        activity_key=UUID(str(lesson.translation_key)),
        language="ru",
        revision_id=lesson.live_revision_id,
    )
