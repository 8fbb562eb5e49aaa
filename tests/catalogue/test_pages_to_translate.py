"""How many pages wait for a translator: those of courses whose translation somebody has begun."""

import pytest
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from courses.catalogue.models import CoursePage
from courses.catalogue.translations import count_pages_to_translate
from tests import make_courses

pytestmark = pytest.mark.django_db


def begin_translation(page: CoursePage) -> CoursePage:
    """Copy the course's own page into Kyrgyz, and publish it."""
    copy: CoursePage = page.copy_for_translation(Locale.objects.get(language_code="ky"))
    copy.save_revision().publish()
    return copy


def test_a_course_whose_translation_nobody_has_begun_waits_for_nobody():
    course = make_courses.course(lessons=2)
    assert count_pages_to_translate([course.page]) == 0


def test_what_lacks_a_translation_is_counted_once():
    course = make_courses.course(lessons=2)
    begin_translation(course.page)
    assert count_pages_to_translate([course.page]) == 3  # the module and two lessons


def test_what_was_published_after_its_translation_is_counted():
    course = make_courses.course(lessons=1)
    begin_translation(course.page)
    course.page.save_revision().publish()
    assert count_pages_to_translate([course.page]) == 3


def test_it_costs_the_same_for_many_courses(django_assert_num_queries: DjangoAssertNumQueries):
    courses = [make_courses.course(lessons=n).page for n in (1, 2, 3)]
    for course in courses:
        begin_translation(course)
    with django_assert_num_queries(3):
        assert count_pages_to_translate(courses) == 2 + 3 + 4
