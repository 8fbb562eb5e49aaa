"""Twenty phones at once, on a database that lets them."""

import pytest

from courses.assessment.attempts import start_attempt, submit
from courses.assessment.models import Answer, Attempt, Result
from courses.progress.enrolment import enrol
from courses.progress.models import ActivityCompletion
from lms.people.models import Person
from tests import make, make_courses
from tests.assessment.answering import RIGHT, answer, answer_all
from tests.assessment.conftest import EVERY_KIND
from tests.make_courses import MadeCourse
from tests.threads import twenty_times

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene() -> tuple[Person, MadeCourse]:
    course = make_courses.course(quizzes=[{"questions": EVERY_KIND, "max_attempts": 1}])
    person = make.person()
    enrol(person=person, course_key=course.key)
    return person, course


def test_the_last_attempt_is_started_once(scene: tuple[Person, MadeCourse]):
    person, course = scene
    started = twenty_times(
        lambda _: start_attempt(person=person, quiz_key=course.quiz.translation_key)
    )
    assert {type(one) for one in started} == {Attempt}
    assert len({one.pk for one in started}) == Attempt.objects.count() == 1


def test_an_attempt_handed_in_twenty_times_is_graded_once(scene: tuple[Person, MadeCourse]):
    person, course = scene
    attempt = start_attempt(person=person, quiz_key=course.quiz.translation_key)
    answer_all(person, attempt, RIGHT)
    results = twenty_times(lambda _: submit(person=person, attempt_id=attempt.pk, language="ru"))
    assert len({one.pk for one in results}) == Result.objects.count() == 1
    assert ActivityCompletion.objects.count() == 1


def test_twenty_answers_at_once_leave_the_newest(scene: tuple[Person, MadeCourse]):
    person, course = scene
    attempt = start_attempt(person=person, quiz_key=course.quiz.translation_key)
    twenty_times(lambda n: answer(person, attempt, "short", f"ответ {n}", sequence=n + 1))
    assert (Answer.objects.get().sequence, Answer.objects.get().value) == (20, "ответ 19")
