"""What rooms above put on the page of a course or of a lesson: a link each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from courses.catalogue.outline import Outline, OutlineActivity


@dataclass(frozen=True)
class Link:
    """What it says, in the reader's language, and where it leads."""

    words: str | Promise
    url: str


# Rooms above join here in `AppConfig.ready`; called when the page is shown, with what it is of.
beside_courses: list[Callable[[Outline], Link]] = []
beside_lessons: list[Callable[[Outline, OutlineActivity], Link]] = []


def links_of_course(outline: Outline) -> list[Link]:
    """The links on the course's page."""
    return [link(outline) for link in beside_courses]


def links_of_lesson(outline: Outline, activity: OutlineActivity) -> list[Link]:
    """The links below the lesson."""
    return [link(outline, activity) for link in beside_lessons]
