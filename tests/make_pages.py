"""Courses for tests: pages made and published as Wagtail's editor does it."""

from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from wagtail.models import Locale, Page

from courses.assessment.models import QuizPage
from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Topic

P = TypeVar("P", bound=Page)
_number = count(1)
SINGLE = {
    "text": "Кто утверждает тариф?",
    "points": 2,
    "feedback": "Роли собраны в таблице урока.",
}


def topic() -> Topic:
    """The topic of all test courses."""
    made, _ = Topic.objects.get_or_create(
        key="waste", defaults={"name_ru": "Отходы", "name_ky": "Таштанды"}
    )
    return made


def publish(page: P) -> P:
    """Publish what the page holds now, as the editor's button does."""
    page.save_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()
    return page


def course(
    *, modules: int = 1, lessons: int = 2, quiz: bool = False, language: str = "ru", **fields: Any
) -> CoursePage:
    """A published course: so many modules of so many lessons, each with a quiz at its end if asked for."""
    number = next(_number)
    index = CourseIndexPage.objects.get(locale__language_code=language)
    made = CoursePage(
        title=fields.pop("title", f"Курс {number}"),
        slug=f"course-{number}",
        summary="Что умеет тот, кто его прошёл.",
        topic=topic(),
        locale=Locale.objects.get(language_code=language),
        **fields,
    )
    publish(index.add_child(instance=made))
    for _ in range(modules):
        part = module(made)
        for _ in range(lessons):
            lesson(part)
        if quiz:
            add_quiz(part)
    return made


def module(of: CoursePage) -> ModulePage:
    """One more published module at the end of the course."""
    number = next(_number)
    made = ModulePage(title=f"Модуль {number}", slug=f"module-{number}", locale=of.locale)
    of.add_child(instance=made)
    return publish(made)


def lesson(of: ModulePage, **fields: Any) -> LessonPage:
    """One more published lesson at the end of the module."""
    number = next(_number)
    made = LessonPage(
        title=fields.pop("title", f"Урок {number}"),
        slug=fields.pop("slug", f"lesson-{number}"),
        locale=of.locale,
        body=[("text", "<p>Неделя замеров.</p>")],
        **fields,
    )
    of.add_child(instance=made)
    return publish(made)


def single_choice(points: int = 2, options: int = 3) -> dict[str, Any]:
    """A question of which the first option is right, as a stream keeps it."""
    return {
        "type": "single",
        "id": str(uuid4()),
        "value": SINGLE
        | {
            "points": points,
            "options": [
                {
                    "type": "item",
                    "id": str(uuid4()),
                    "value": {"text": f"Ответ {n}", "is_right": n == 0, "feedback": f"Почему {n}"},
                }
                for n in range(options)
            ],
        },
    }


def add_quiz(
    of: ModulePage, *, questions: list[dict[str, Any]] | None = None, **fields: Any
) -> QuizPage:
    """One more published quiz at the end of the module; two single choices unless told."""
    number = next(_number)
    made = QuizPage(
        title=fields.pop("title", f"Тест {number}"),
        slug=f"quiz-{number}",
        locale=of.locale,
        **fields,
    )
    raw = [single_choice(), single_choice()] if questions is None else questions
    field: Any = QuizPage._meta.get_field("questions")
    made.questions = field.stream_block.to_python(raw)
    of.add_child(instance=made)
    return publish(made)


def activities(of: CoursePage) -> list[Page]:
    """The lessons and quizzes of a course in the order of its tree."""
    return [
        page.specific
        for page in Page.objects.descendant_of(of).order_by("path")
        if issubclass(page.specific_class, LessonPage | QuizPage)
    ]
