"""What readers see of a course follows its pages, in the transaction that changes them."""

import pytest
from wagtail.models import Locale

from courses.catalogue import publication
from courses.catalogue.models import Address, CoursePage, PublishedCourse
from courses.catalogue.outline import Outline, outline_of
from courses.progress.models import Requirement
from tests import make_courses

pytestmark = pytest.mark.django_db


def outline(course: CoursePage, language: str = "ru") -> Outline:
    found = outline_of(course.translation_key, language)
    assert found is not None
    return found


def titles(course: CoursePage, language: str = "ru") -> list[str]:
    return [each.title for each in outline(course, language).activities()]


def test_a_published_course_has_a_row_for_each_language_of_the_site() -> None:
    course = make_courses.course(lessons=2).page
    rows = PublishedCourse.objects.filter(course_key=course.translation_key)
    assert {row.language: row.text_language for row in rows} == {"ky": "ru", "ru": "ru", "en": "ru"}


def test_a_draft_is_not_in_the_outline_and_a_withdrawn_course_is_nowhere() -> None:
    course = make_courses.course(lessons=2).page
    make_courses.activities(course)[0].unpublish()
    assert len(titles(course)) == 1
    course.unpublish()
    assert outline_of(course.translation_key, "ru") is None


def test_the_order_is_that_of_the_source_tree() -> None:
    course = make_courses.course(lessons=3).page
    first, second, third = make_courses.activities(course)
    third.move(first, pos="left")
    assert titles(course) == [third.title, first.title, second.title]


def test_what_is_translated_is_shown_in_its_language_and_the_rest_in_the_source_s() -> None:
    course = make_courses.course(lessons=2).page
    first, second = make_courses.activities(course)
    copy = first.copy_for_translation(Locale.objects.get(language_code="ky"), copy_parents=True)
    copy.title = "Өлчөө жумасы"
    make_courses.publish(copy)
    assert titles(course, "ky") == ["Өлчөө жумасы", second.title]
    assert [each.language for each in outline(course, "ky").activities()] == ["ky", "ru"]
    assert outline(course, "ky").find(first.translation_key) is not None


def test_moving_a_translation_changes_nothing() -> None:
    course = make_courses.course(lessons=2).page
    first, second = make_courses.activities(course)
    ky = Locale.objects.get(language_code="ky")
    copies = [page.copy_for_translation(ky, copy_parents=True) for page in (first, second)]
    for copy in copies:
        make_courses.publish(copy)
    copies[1].refresh_from_db()
    copies[1].move(copies[0], pos="left")
    keys = [each.key for each in outline(course, "ky").activities()]
    assert keys == [first.translation_key, second.translation_key]


def test_a_former_address_leads_to_its_content() -> None:
    course = make_courses.course(lessons=1).page
    lesson = make_courses.activities(course)[0]
    before = outline(course).modules[0].activities[0].path
    lesson.slug = "renamed"
    make_courses.publish(lesson)
    old = Address.objects.get(path=before)
    assert (old.activity_key, old.is_current) == (lesson.translation_key, False)
    assert Address.objects.get(activity_key=lesson.translation_key, is_current=True).path.endswith(
        "/renamed"
    )


def test_a_new_lesson_binds_those_who_come_later_unless_the_trainer_chose_otherwise() -> None:
    course = make_courses.course(lessons=1).page
    module = course.get_children().first().specific
    later = make_courses.lesson(module)
    for_all = make_courses.lesson(module, binds_enrolled=True)
    rows = {row.activity_key: row for row in Requirement.objects.open()}
    assert rows[later.translation_key].binds_from is not None
    assert rows[for_all.translation_key].binds_from is None


def test_a_publication_that_others_refuse_does_not_happen(monkeypatch: pytest.MonkeyPatch) -> None:
    course = make_courses.course(lessons=1).page

    def refuse(*facts: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(publication, "on_course_published", [refuse])
    before = PublishedCourse.objects.get(
        course_key=course.translation_key, language="ru"
    ).rebuilt_at
    with pytest.raises(RuntimeError):
        publication.republish(course.translation_key)
    row = PublishedCourse.objects.get(course_key=course.translation_key, language="ru")
    assert row.rebuilt_at == before


def test_rebuilding_twice_changes_nothing() -> None:
    course = make_courses.course(lessons=2, modules=2).page
    before = outline(course)
    addresses = set(Address.objects.values_list("path", "is_current"))
    publication.republish(course.translation_key)
    assert outline(course) == before
    assert set(Address.objects.values_list("path", "is_current")) == addresses
