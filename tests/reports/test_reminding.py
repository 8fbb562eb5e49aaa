"""A coordinator asks their people to finish, not oftener than once a week, and nobody else's."""

from datetime import timedelta

import pytest
from django.test import Client

from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol
from courses.reports.reminding import NobodyChosen, ask_to_finish, who_is_behind
from lms import clock
from lms.people.models import AuditRecord, Municipality, Person
from tests import make, make_courses
from tests.make_courses import MadeCourse
from tests.notices import said_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Municipality:
    return make.municipality()


@pytest.fixture
def coordinator(place: Municipality) -> Person:
    return make.coordinator(place)


@pytest.fixture
def course() -> MadeCourse:
    return make_courses.course(lessons=1)


def learning(course: MadeCourse, place: Municipality | None = None) -> Person:
    made = make.learner(place)
    enrol(person=made, course_key=course.key)
    return made


def ask(by: Person, course: MadeCourse, *people: Person) -> int:
    return ask_to_finish(by=by, course_key=course.key, people=[each.pk for each in people])


def test_who_is_in_the_middle_is_asked_in_the_coordinators_name(
    coordinator: Person, course: MadeCourse, place: Municipality
):
    learner = learning(course, place)
    assert ask(coordinator, course, learner) == 1
    [said] = said_of("reminder:")
    assert said.person == learner
    assert coordinator.full_name in said.text
    assert AuditRecord.objects.get(act="asked to finish").about == learner


def test_once_a_week(coordinator: Person, course: MadeCourse, place: Municipality):
    first, second = learning(course, place), learning(course, place)
    assert ask(coordinator, course, first) == 1
    assert ask(coordinator, course, first, second) == 1
    assert [each.asked_at is None for each in who_is_behind(coordinator, course.key)] == [False] * 2
    with clock.at(clock.now() + timedelta(days=8)):
        assert ask(coordinator, course, first) == 1


def test_nobody_else_is_asked(coordinator: Person, course: MadeCourse, place: Municipality):
    stranger, idle = learning(course), make.learner(place)
    with pytest.raises(NobodyChosen):
        ask(coordinator, course, stranger, idle, coordinator)
    assert said_of("reminder:") == []


def test_who_has_finished_is_asked_no_more(
    coordinator: Person, course: MadeCourse, place: Municipality
):
    learner = learning(course, place)
    ask(coordinator, course, learner)
    lesson = course.lessons[0]
    complete_lesson(
        person=learner,
        activity_key=lesson.translation_key,
        language="ru",
        revision_id=lesson.live_revision_id,
    )
    assert said_of("reminder:") == []
    assert who_is_behind(coordinator, course.key) == []


def test_the_page_asks_those_who_are_chosen(
    client: Client, coordinator: Person, course: MadeCourse, place: Municipality
):
    first, second = learning(course, place), learning(course, place)
    client.force_login(coordinator)
    address = "/en/municipality/remind/"
    assert str(course.key) in client.get(address).content.decode()
    html = client.get(f"{address}?course={course.key}").content.decode()
    assert first.full_name in html
    answer = client.post(address, {"course": str(course.key), "person": [first.pk]}, follow=True)
    assert "1 person was asked." in answer.content.decode()
    assert [each.person for each in said_of("reminder:")] == [first]
    nobody = client.post(address, {"course": str(course.key)}, follow=True).content.decode()
    assert "Choose whom to ask." in nobody
    assert second.full_name in html


def test_a_course_that_is_no_course_is_said(client: Client, coordinator: Person):
    client.force_login(coordinator)
    answer = client.post("/en/municipality/remind/", {"course": "nonsense", "person": "x"})
    assert answer.status_code == 302
