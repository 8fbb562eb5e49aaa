"""A trainer mends a quiz's key: who was right all along passes, and nobody loses a pass; and what trainers see."""

from decimal import Decimal
from typing import Any

import pytest

from courses.assessment.attempts import start_attempt, submit
from courses.assessment.models import Attempt, Result
from courses.assessment.queries import course_numbers
from courses.assessment.regrading import regrade_quiz
from courses.progress.models import ActivityCompletion
from lms.people.models import Person
from lms.rules import NotAllowed
from tests import make, make_courses
from tests.assessment.answering import RIGHT, WRONG, answer_all
from tests.make_courses import MadeCourse, id_of


def take(person: Person, course: MadeCourse, answers: dict[str, Any]) -> Attempt:
    attempt = start_attempt(person=person, quiz_key=course.quiz.translation_key)
    answer_all(person, attempt, answers)
    submit(person=person, attempt_id=attempt.pk, language="ru")
    return attempt


def mended(**kinds: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        kinds.get("multiple") or make_courses.multiple(),
        make_courses.single(),
        make_courses.true_false(),
        make_courses.short(),
        make_courses.number(),
    ]


def test_a_regrade_can_give_a_pass(learner: Person, course: MadeCourse):
    take(learner, course, RIGHT | {id_of("multiple"): [id_of("multiple", "пластик")]})
    key: dict[str, Any] = {"зола": False, "навоз": False, "пластик": True, "бумага": False}
    make_courses.publish_again(course.quiz, questions=mended(multiple=make_courses.multiple(**key)))
    trainer = make.trainer()
    assert regrade_quiz(by=trainer, quiz_key=course.quiz.translation_key) == 1
    newest = Result.objects.order_by("-n").first()
    assert newest is not None
    assert (newest.n, newest.points, newest.passed) == (2, Decimal(6), True)
    assert (newest.cause, newest.by) == (Result.Cause.REGRADE, trainer)
    assert ActivityCompletion.objects.count() == 1
    assert regrade_quiz(by=trainer, quiz_key=course.quiz.translation_key) == 0


def test_a_regrade_never_takes_a_pass(learner: Person, course: MadeCourse):
    attempt = take(learner, course, RIGHT)
    key: dict[str, Any] = {"зола": False, "навоз": False, "пластик": True, "бумага": False}
    make_courses.publish_again(course.quiz, questions=mended(multiple=make_courses.multiple(**key)))
    regrade_quiz(by=make.trainer(), quiz_key=course.quiz.translation_key)
    newest = Attempt.objects.get(pk=attempt.pk).result
    assert newest is not None
    assert (newest.points, newest.passed) == (Decimal(4), True)


def test_only_trainers_regrade(learner: Person, course: MadeCourse):
    with pytest.raises(NotAllowed):
        regrade_quiz(by=learner, quiz_key=course.quiz.translation_key)


def test_a_trainer_sees_where_learners_stop(learner: Person, course: MadeCourse):
    take(learner, course, RIGHT | {id_of("multiple"): WRONG[id_of("multiple")]})
    numbers = course_numbers([course.key], "ru")[course.key]
    assert (numbers.started, numbers.finished, numbers.failed) == (1, 0, 1)
    assert [(one.text.text, one.wrong) for one in numbers.missed] == [("Вопрос multiple", 1)]
    take(learner, course, RIGHT)
    assert course_numbers([course.key], "ru")[course.key].failed == 0
