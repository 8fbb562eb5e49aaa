"""What courses, positions and municipalities are called, read once for a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, F
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from courses.catalogue.models import CoursePage, PublishedCourse
from lms.people.models import Position
from lms.prepared import Prepared

NAMES_OF_POSITIONS = ("name_ky", "name_ru", "name_en")


TITLES = Prepared(
    lambda language: (
        PublishedCourse.objects.filter(language=language)
        .order_by("title")
        .values_list("course_key", "title")
    ),
    language=CharField(),
)
POSITIONS = Prepared(
    lambda: Position.objects.order_by("order", "key").values_list("pk", *NAMES_OF_POSITIONS)
)


def course_titles() -> dict[UUID, str]:
    """The titles of the published courses in the reader's language, in order."""
    return dict(TITLES.all(language=get_language() or "ru"))


def former_titles(keys: Iterable[UUID]) -> dict[UUID, str]:
    """The titles of courses that are not published any more, in their source language."""
    missing = set(keys)
    if not missing:
        return {}
    found = dict(
        CoursePage.objects.filter(
            translation_key__in=missing, locale=F("source_locale")
        ).values_list("translation_key", "title")
    )
    return {key: found.get(key) or _("A course that no longer exists") for key in missing}


def sex_letters() -> dict[str, str]:
    """How a narrow column says whose sex it is, by what the database keeps; "" says nothing."""
    return {"f": _("F"), "m": _("M"), "": ""}


def sex_words() -> dict[str, str]:
    """Whose sex it is, within a line about a person."""
    return {"f": pgettext("of a person", "woman"), "m": pgettext("of a person", "man")}


@dataclass(frozen=True, slots=True)
class Module:
    key: UUID
    title: str
    language: str


def modules_of_course(course_key: UUID) -> list[Module]:
    """The modules of a published course in order, without the rest of its outline."""
    found = (
        PublishedCourse.objects.filter(course_key=course_key, language=get_language() or "ru")
        .values_list("outline__modules", flat=True)
        .first()
    )
    return [Module(UUID(each["key"]), each["title"], each["language"]) for each in found or []]


def module_titles() -> dict[UUID, tuple[UUID, str]]:
    """Of each module of a published course: the course, and what the module is called."""
    outlines = PublishedCourse.objects.filter(language=get_language() or "ru").values_list(
        "course_key", "outline__modules"
    )
    return {
        UUID(module["key"]): (course_key, module["title"])
        for course_key, modules in outlines
        for module in modules
    }


def activity_titles(course_keys: Iterable[UUID]) -> dict[UUID, str]:
    """What the lessons and quizzes of published courses are called."""
    outlines = PublishedCourse.objects.filter(
        course_key__in=list(course_keys), language=get_language() or "ru"
    ).values_list("outline__modules", flat=True)
    return {
        UUID(activity["key"]): activity["title"]
        for modules in outlines
        for module in modules
        for activity in module["activities"]
    }


def position_names() -> dict[int, str]:
    """The positions in the reader's language, in their order."""
    own = NAMES_OF_POSITIONS.index(f"name_{get_language() or 'ru'}")
    russian = NAMES_OF_POSITIONS.index("name_ru")
    return {pk: names[own] or names[russian] for pk, *names in POSITIONS.all()}
