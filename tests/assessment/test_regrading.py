"""A trainer mends a quiz's key: who was right all along passes, and nobody loses a pass; and what trainers see."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.assessment.attempts import start_attempt, submit
from courses.assessment.models import Attempt, Result
from courses.assessment.queries import course_numbers
from courses.assessment.regrading import foresee, regrade_quiz
from courses.progress.enrolment import enrol, leave
from courses.progress.models import ActivityCompletion, CourseCompletion, Enrolment
from lms.people.models import AuditRecord, Person
from lms.rules import NotAllowed
from tests import make, make_courses
from tests.assessment.answering import RIGHT, WRONG, answer_all
from tests.make_courses import MadeCourse, id_of

# All right by the corrected key only, enough to pass by it, and not by the old one.
ALMOST = RIGHT | {id_of("multiple"): [id_of("multiple", "пластик")]}


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


NEW_KEY: dict[str, Any] = {"зола": False, "навоз": False, "пластик": True, "бумага": False}


def correct_the_key(course: MadeCourse) -> None:
    make_courses.publish_again(
        course.quiz, questions=mended(multiple=make_courses.multiple(**NEW_KEY))
    )


def test_a_regrade_can_give_a_pass(learner: Person, course: MadeCourse):
    take(learner, course, ALMOST)
    correct_the_key(course)
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
    correct_the_key(course)
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


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make.trainer())
    return client


def regrade_page(course: MadeCourse) -> str:
    return reverse("quiz_regrade", args=[course.quiz.pk])


def test_what_would_change_is_foreseen_and_nothing_written(learner: Person, course: MadeCourse):
    take(learner, course, ALMOST)
    colleague = make.person()
    enrol(person=colleague, course_key=course.key)
    take(colleague, course, RIGHT)
    assert foresee(course.quiz.translation_key).changed == ()
    correct_the_key(course)
    foreseen = foresee(course.quiz.translation_key)
    assert (foreseen.attempts, len(foreseen.changed), foreseen.pass_at_last) == (2, 2, 1)
    assert Result.objects.filter(cause=Result.Cause.REGRADE).count() == 0
    changed = regrade_quiz(by=make.trainer(), quiz_key=course.quiz.translation_key)
    assert changed == len(foreseen.changed)
    assert foresee(course.quiz.translation_key).changed == ()


def test_a_trainer_sees_what_changes_and_has_it_graded_again(
    learner: Person, course: MadeCourse, editor: Client
):
    take(learner, course, ALMOST)
    correct_the_key(course)
    page = editor.get(regrade_page(course), headers={"Accept-Language": "en"})
    foreseen = page.context["foreseen"]
    assert (foreseen.attempts, len(foreseen.changed), foreseen.pass_at_last) == (1, 1, 1)
    assert not ActivityCompletion.objects.exists()
    editor.post(regrade_page(course))
    assert ActivityCompletion.objects.get().activity_key == course.quiz.translation_key
    record = AuditRecord.objects.get(act="quiz graded again")
    assert record.facts == {"quiz": str(course.quiz.translation_key), "changed": 1}


def test_the_editor_of_a_quiz_leads_to_grading_again(course: MadeCourse, editor: Client):
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[course.quiz.pk]))
    assert regrade_page(course) in page.content.decode()
    lesson = editor.get(reverse("wagtailadmin_pages:edit", args=[course.page.pk]))
    assert "/regrade/" not in lesson.content.decode()


def test_a_quiz_that_is_not_published_is_not_graded_again(course: MadeCourse, editor: Client):
    course.quiz.unpublish()
    response = editor.get(regrade_page(course))
    assert response.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[course.quiz.pk])


def test_who_had_left_passes_when_they_come_back(learner: Person, course: MadeCourse):
    take(learner, course, ALMOST)
    leave(person=learner, course_key=course.key)
    correct_the_key(course)
    regrade_quiz(by=make.trainer(), quiz_key=course.quiz.translation_key)
    assert not ActivityCompletion.objects.exists()
    enrol(person=learner, course_key=course.key)
    assert ActivityCompletion.objects.get().activity_key == course.quiz.translation_key
    enrol(person=learner, course_key=course.key)  # coming twice is once
    assert ActivityCompletion.objects.count() == 1


def test_who_comes_back_to_a_course_that_asks_less_now_has_completed_it(learner: Person):
    course = make_courses.course(lessons=1, quizzes=[{"questions": mended()}])
    enrol(person=learner, course_key=course.key)
    take(learner, course, RIGHT)
    leave(person=learner, course_key=course.key)
    course.lessons[0].unpublish()
    enrol(person=learner, course_key=course.key)
    enrolment = Enrolment.objects.of(learner).get(course_key=course.key)
    assert CourseCompletion.objects.get().enrolment == enrolment
