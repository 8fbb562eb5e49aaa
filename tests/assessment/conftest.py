"""What tests of quizzes start from: a learner in a course with a quiz of every kind of question."""

import pytest

from courses.progress.enrolment import enrol
from lms.people.models import Person
from tests import make, make_courses
from tests.make_courses import MadeCourse

# Points: 1 + 2 + 1 + 1 + 1 of 6; to pass 70 per cent, 4.2.
EVERY_KIND = [
    make_courses.single(),
    make_courses.multiple(),
    make_courses.true_false(),
    make_courses.short(),
    make_courses.number(),
]


@pytest.fixture
def course(db: None) -> MadeCourse:
    return make_courses.course(quizzes=[{"questions": EVERY_KIND, "max_attempts": 2}])


@pytest.fixture
def learner(course: MadeCourse) -> Person:
    person = make.person()
    enrol(person=person, course_key=course.key)
    return person
