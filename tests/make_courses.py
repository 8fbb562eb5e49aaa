"""Courses for tests: pages made and published as a trainer's are, with ids that are the same in every run."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid5

from wagtail.models import Locale, Page, Revision

from courses.assessment.models import QuizPage
from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Topic
from courses.catalogue.publication import postponed

NAMES = UUID("0b7f4ce6-4f7a-4e0e-8a1e-6a2a1d9d6c55")
P = TypeVar("P", bound=Page)
_number = count(1)


def id_of(*names: str) -> str:
    """The id of a block or list item of that name."""
    return str(uuid5(NAMES, "/".join(names)))


@dataclass
class MadeCourse:
    """A published course and its pages; lessons and quizzes in their order."""

    page: CoursePage
    modules: list[ModulePage] = field(default_factory=list)
    lessons: list[LessonPage] = field(default_factory=list)
    quizzes: list[QuizPage] = field(default_factory=list)

    @property
    def key(self) -> UUID:
        return UUID(str(self.page.translation_key))

    @property
    def quiz(self) -> QuizPage:
        return self.quizzes[0]


def course(
    *,
    modules: int = 1,
    lessons: int = 1,
    quizzes: list[dict[str, Any]] | None = None,
    language: str = "ru",
    **fields: Any,
) -> MadeCourse:
    """A published course of so many modules, each of its lessons, then its quizzes, which are given by their fields."""
    number = next(_number)
    about = {"title": f"Курс {number}", "summary": "О мусоре.", "topic": topic()} | fields
    index = CourseIndexPage.objects.get(locale__language_code=language)
    with postponed():
        made = MadeCourse(add(index, CoursePage(slug=f"course-{number}", **about)))
        for m in range(1, modules + 1):
            part = add(made.page, ModulePage(title=f"Модуль {m}", slug=f"module-{m}"))
            made.modules.append(part)
            # Numbered through the course: moved into another module, a lesson meets none of its name.
            first = (m - 1) * lessons + 1
            made.lessons += [add_lesson(part, n) for n in range(first, first + lessons)]
            made.quizzes += [
                add(part, QuizPage(**quiz(slug=f"quiz-{n}", **each)))
                for n, each in enumerate(quizzes or [], 1)
            ]
    return made


def topic() -> Topic:
    """The topic of all test courses."""
    made, _is_new = Topic.objects.get_or_create(
        key="waste", defaults={"name_ru": "Отходы", "name_ky": "Таштанды"}
    )
    return made


def add_lesson(module: ModulePage, number: int, **fields: Any) -> LessonPage:
    body = [text_block(f"lesson-{number}", "Два помощника и мешки.")]
    named = {"title": f"Урок {number}", "slug": f"lesson-{number}"}
    made: LessonPage = add(module, LessonPage(**{**named, "minutes": 8, "body": body, **fields}))
    return made


def module(of: CoursePage) -> ModulePage:
    """One more published module at the end of the course."""
    number = 100 + next(_number)
    made: ModulePage = add(of, ModulePage(title=f"Модуль {number}", slug=f"module-{number}"))
    return made


def lesson(of: ModulePage, **fields: Any) -> LessonPage:
    """One more published lesson at the end of the module."""
    return add_lesson(of, 100 + next(_number), **fields)


def activities(of: CoursePage) -> list[Page]:
    """The lessons and quizzes of a course in the order of its tree."""
    return [
        page.specific
        for page in Page.objects.descendant_of(of).order_by("path")
        if issubclass(page.specific_class, LessonPage | QuizPage)
    ]


def add(parent: Page, page: Any) -> Any:
    """Add the page under its parent and publish it."""
    draft(parent, page).publish()
    return type(page).objects.get(pk=page.pk)


def draft(parent: Page, page: Any) -> Revision:
    """Add the page under its parent as a draft; its streams are raw blocks."""
    page.locale = parent.locale
    stream = {
        name: getattr(page, name)
        for name in ("body", "questions")
        if isinstance(getattr(page, name, None), list)
    }
    for name, raw in stream.items():
        setattr(page, name, page._meta.get_field(name).stream_block.to_python(raw))
    page.live = False
    parent.add_child(instance=page)
    revision: Revision = page.save_revision()
    return revision


def publish(page: P) -> P:
    """Publish what the page holds now, as the editor's button does."""
    page.save_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()
    return page


def publish_again(page: Any, **fields: Any) -> Any:
    """Change fields of a page and publish it; `questions` are raw blocks."""
    fresh = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        is_stream = isinstance(value, list)
        block = fresh._meta.get_field(name).stream_block if is_stream else None
        setattr(fresh, name, block.to_python(value) if block else value)
    fresh.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def translate(page: QuizPage, language: str, **fields: Any) -> QuizPage:
    """The page in another language, published, with its parents; `questions` are raw blocks."""
    copy = page.copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True)
    translated: QuizPage = publish_again(copy, **fields)
    return translated


def text_block(name: str, text: str) -> dict[str, Any]:
    return {"type": "text", "id": id_of(name), "value": f"<p>{text}</p>"}


def quiz(**fields: Any) -> dict[str, Any]:
    """The fields of a quiz; by default two questions, of one right answer and of several."""
    return {"title": "Тест", "minutes": 5, "questions": [single(), multiple()]} | fields


def options(name: str, texts: dict[str, bool]) -> list[dict[str, Any]]:
    return [
        {
            "type": "item",
            "id": id_of(name, text),
            "value": {"text": text, "is_right": right, "feedback": f"О выборе «{text}»"},
        }
        for text, right in texts.items()
    ]


def question(kind: str, name: str, **value: Any) -> dict[str, Any]:
    value = {"text": f"Вопрос {name}", "points": 1, "feedback": f"Пояснение к {name}"} | value
    return {"type": kind, "id": id_of(name), "value": value}


def single(name: str = "single", points: int = 1, **texts: bool) -> dict[str, Any]:
    return question(
        "single",
        name,
        points=points,
        options=options(name, texts or {"да": True, "нет": False, "может быть": False}),
    )


def multiple(name: str = "multiple", points: int = 2, **texts: bool) -> dict[str, Any]:
    right = {"зола": True, "навоз": True, "пластик": False, "бумага": False}
    return question("multiple", name, points=points, options=options(name, texts or right))


def true_false(name: str = "statement", *, is_true: bool = True) -> dict[str, Any]:
    return question(
        "true_false", name, is_true=is_true, feedback_true="О «верно»", feedback_false="О «неверно»"
    )


def short(name: str = "short", *answers: str) -> dict[str, Any]:
    accepted = [
        {"type": "item", "id": id_of(name, answer), "value": answer}
        for answer in answers or ("кенеш",)
    ]
    return question("short", name, answers=accepted)


def number(
    name: str = "number", answer: str = "48", tolerance: str = "0.5", unit: str = "м³"
) -> dict[str, Any]:
    return question("number", name, answer=answer, tolerance=tolerance, unit=unit)
