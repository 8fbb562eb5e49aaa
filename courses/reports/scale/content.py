"""Courses for measuring, where the published ones are too few for so many completions."""

from datetime import datetime
from uuid import UUID, uuid5

from wagtail.models import Locale

from courses.catalogue import publication
from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Topic
from lms import clock

SPACE = UUID("0b7d2a52-3f0e-4f53-9d3a-5a4f5c1e0a01")  # of the keys of these courses
LANGUAGE = "ru"
MODULES = 4
LESSONS = 5  # in a module, the last one optional
PARAGRAPH = "<p>Текст для измерений: он длинен, как бывает абзац урока, и ничему не учит.</p>"


def make_courses(first: int, count: int, published_at: datetime) -> None:
    """Make and publish courses with the numbers from `first` on; those that are there stay."""
    index = CourseIndexPage.objects.get(locale__language_code=LANGUAGE)
    locale = Locale.objects.get(language_code=LANGUAGE)
    topic = Topic.objects.first() or Topic.objects.create(key="scale", name_ru="Для измерений")
    for number in range(first, first + count):
        key = uuid5(SPACE, str(number))
        if CoursePage.objects.filter(translation_key=key).exists():
            continue
        with clock.at(published_at), publication.postponed():
            course = CoursePage(
                title=f"Курс для измерений {number}",
                slug=f"scale-{number}",
                translation_key=key,
                locale=locale,
                summary="Курс, на котором измеряют.",
                topic=topic,
                certificate_valid_months=36,
            )
            index.add_child(instance=course)
            for place in range(1, MODULES + 1):
                _add_module(course, place)
            publication.course_changed(key)


def _add_module(course: CoursePage, place: int) -> None:
    module = ModulePage(title=f"Модуль {place}", slug=f"module-{place}", locale=course.locale)
    course.add_child(instance=module)
    for number in range(1, LESSONS + 1):
        module.add_child(
            instance=LessonPage(
                title=f"Урок {place}.{number}",
                slug=f"lesson-{number}",
                locale=course.locale,
                is_required=number < LESSONS,
                body=[("text", PARAGRAPH)],
            )
        )
