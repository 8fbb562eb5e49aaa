"""Completing lessons, modules and courses."""

import pytest
from django.db import IntegrityError, transaction

from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol, leave, open_next_round
from courses.progress.models import (
    ActivityCompletion,
    CourseCompletion,
    Enrolment,
    ModuleCompletion,
)
from courses.progress.refusals import AlreadyLearning, NotEnrolled, NotPublished
from lms.people.membership import refuse_membership
from lms.people.models import Person
from tests import make, make_courses

pytestmark = pytest.mark.django_db


def read(person: Person, page: object) -> ActivityCompletion:
    return complete_lesson(
        person=person,
        activity_key=page.translation_key,  # type: ignore[attr-defined]  # any activity's page
        language="ru",
        revision_id=page.live_revision_id,  # type: ignore[attr-defined]
    )


def test_a_lesson_completed_twice_counts_once() -> None:
    course = make_courses.course(lessons=2).page
    learner = make.learner()
    enrol(person=learner, course_key=course.translation_key)
    lesson = make_courses.activities(course)[0]
    assert read(learner, lesson) == read(learner, lesson)
    assert ActivityCompletion.objects.count() == 1
    assert Enrolment.objects.get().best_percent == 50


def test_the_last_lesson_completes_the_module_and_the_course() -> None:
    course = make_courses.course(modules=2, lessons=2).page
    learner = make.learner()
    enrol(person=learner, course_key=course.translation_key)
    lessons = make_courses.activities(course)
    for lesson in lessons[:2]:
        read(learner, lesson)
    assert ModuleCompletion.objects.count() == 1
    assert not CourseCompletion.objects.exists()
    for lesson in lessons[2:]:
        read(learner, lesson)
    assert ModuleCompletion.objects.count() == 2
    completion = CourseCompletion.objects.get()
    assert completion.counted == [str(lesson.translation_key) for lesson in lessons]
    assert completion.membership == learner.membership
    assert Enrolment.objects.get().best_percent == 100


def test_an_optional_lesson_is_not_needed() -> None:
    course = make_courses.course(lessons=1).page
    make_courses.lesson(course.get_children().first().specific, is_required=False)
    learner = make.learner()
    enrol(person=learner, course_key=course.translation_key)
    read(learner, make_courses.activities(course)[0])
    assert CourseCompletion.objects.exists()


def test_a_module_without_required_lessons_is_never_complete() -> None:
    course = make_courses.course(lessons=0).page
    optional = make_courses.lesson(course.get_children().first().specific, is_required=False)
    learner = make.learner()
    enrol(person=learner, course_key=course.translation_key)
    read(learner, optional)
    assert not ModuleCompletion.objects.exists()
    assert not CourseCompletion.objects.exists()


def test_nobody_completes_what_they_have_not_joined_or_what_is_not_published() -> None:
    course = make_courses.course(lessons=2).page
    learner = make.learner()
    lesson = make_courses.activities(course)[0]
    with pytest.raises(NotEnrolled):
        read(learner, lesson)
    enrol(person=learner, course_key=course.translation_key)
    lesson.unpublish()
    with pytest.raises(NotPublished):
        read(learner, lesson)


def test_who_leaves_and_comes_back_goes_on_from_where_they_were() -> None:
    course = make_courses.course(lessons=2).page
    learner = make.learner()
    enrol(person=learner, course_key=course.translation_key)
    lesson = make_courses.activities(course)[0]
    read(learner, lesson)
    leave(person=learner, course_key=course.translation_key)
    with pytest.raises(NotEnrolled):
        read(learner, lesson)
    again = enrol(person=learner, course_key=course.translation_key)
    assert again.round == 1
    assert again.best_percent == 50


def test_a_next_round_begins_from_nothing_and_only_after_the_last_is_complete() -> None:
    course = make_courses.course(lessons=1).page
    learner = make.learner()
    enrol(person=learner, course_key=course.translation_key)
    with pytest.raises(AlreadyLearning):
        open_next_round(person=learner, course_key=course.translation_key)
    read(learner, make_courses.activities(course)[0])
    again = open_next_round(person=learner, course_key=course.translation_key)
    assert (again.round, again.best_percent) == (2, 0)
    read(learner, make_courses.activities(course)[0])
    assert CourseCompletion.objects.count() == 2


def test_what_was_done_under_a_refused_membership_keeps_it() -> None:
    place = make.municipality()
    learner = make.person(municipality=place)
    course = make_courses.course(lessons=1).page
    enrol(person=learner, course_key=course.translation_key)
    done = read(learner, make_courses.activities(course)[0])
    assert learner.membership is not None
    refuse_membership(
        by=make.coordinator(place), membership=learner.membership, because="Не работает у нас."
    )
    done.refresh_from_db()
    assert done.membership is not None
    assert done.membership.refused_at is not None


@pytest.mark.parametrize("model", [ActivityCompletion, ModuleCompletion])
def test_the_database_keeps_completions_single(model: type) -> None:
    course = make_courses.course(lessons=1).page
    learner = make.learner()
    enrol(person=learner, course_key=course.translation_key)
    read(learner, make_courses.activities(course)[0])
    row = model.objects.get()  # type: ignore[attr-defined]
    row.pk = None
    with pytest.raises(IntegrityError, match=r"completed_once|UNIQUE"), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_keeps_one_open_round() -> None:
    course = make_courses.course(lessons=1).page
    learner = make.learner()
    first = enrol(person=learner, course_key=course.translation_key)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(person=learner, course_key=first.course_key, round=2)
