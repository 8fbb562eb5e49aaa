"""Who is taking a course hears when it asks more of them, and nobody else does."""

import pytest

from courses.progress.enrolment import enrol
from lms.notifications.models import Notice
from tests import make, make_courses
from tests.make_courses import MadeCourse
from tests.notices import said_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> MadeCourse:
    return make_courses.course(lessons=1)


def add_lesson(course: MadeCourse, *, binds: bool) -> None:
    module = course.lessons[0].get_parent().specific
    name = f"added-{module.get_children().count()}"
    make_courses.lesson(module, slug=name, title=name, binds_enrolled=binds)


def test_what_binds_those_who_learn_is_told_to_them_once_a_day(course: MadeCourse):
    learner, _other = make.learner(), make.learner()
    enrol(person=learner, course_key=course.key)
    add_lesson(course, binds=True)
    add_lesson(course, binds=True)
    [said] = said_of("course-updated:")
    assert said.person == learner
    assert course.page.title in said.title
    assert said.url.endswith(f"/courses/{course.page.slug}/")


def test_what_binds_only_those_who_come_later_is_told_to_nobody(course: MadeCourse):
    enrol(person=make.learner(), course_key=course.key)
    add_lesson(course, binds=False)
    assert said_of("course-updated:") == []


def test_a_first_publication_is_told_to_nobody():
    make_courses.course(lessons=2)
    assert said_of("course-updated:") == []


def test_a_course_that_is_gone_is_not_told_of_until_it_is_back(course: MadeCourse):
    enrol(person=make.learner(), course_key=course.key)
    add_lesson(course, binds=True)
    course.page.refresh_from_db()
    course.page.unpublish()
    assert said_of("course-updated:") == []
    assert not Notice.objects.shown().filter(kind="courses.updated").exists()
    course.page.save_revision().publish()
    assert len(said_of("course-updated:")) == 1
