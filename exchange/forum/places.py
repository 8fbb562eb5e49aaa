"""Where topics stand, as pages show it: a category, or the discussion of a course."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import CharField, UUIDField
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue.models import PublishedCourse
from exchange.forum.choices import Audience
from exchange.forum.models import Category, Topic
from lms.people.models import Municipality
from lms.prepared import PreparedForMany


@dataclass(frozen=True)
class Place:
    """What the place is called in the reader's language, and its address; none if the course was withdrawn."""

    name: str
    url: str


# What two municipalities talk about is another room's: it says here where that is to be seen.
between_two: list[Callable[[Topic], Place | None]] = []


def place_of(topic: Topic) -> Place:
    """Where this topic stands."""
    if topic.audience == Audience.TWO:
        for ask in between_two:
            if place := ask(topic):
                return place
    return places_of([topic])[topic.place]


def names_of_two(topic: Topic) -> list[str]:
    """Of the municipalities that alone read the topic, whoever began it first; of another topic none."""
    if topic.audience != Audience.TWO:
        return []
    both = (topic.municipality_id, topic.other_municipality_id)
    found = Municipality.objects.in_bulk([key for key in both if key])
    return [found[key].name for key in both if key]


def places_of(topics: Iterable[Topic]) -> dict[tuple[int | None, UUID | None], Place]:
    """Where these topics stand; their categories are read with them. What two municipalities say stands in neither."""
    topics = list(topics)
    keys = {topic.course_key for topic in topics if topic.course_key}
    courses = courses_called(keys)
    courses[None] = Place(_("Between two municipalities"), reverse("forum"))
    return {
        place: _of_category(topic.category)
        if topic.category
        else courses.get(
            topic.course_key, Place(_("A course that was withdrawn"), reverse("forum"))
        )
        for place, topic in {topic.place: topic for topic in topics}.items()
    }


def _of_category(category: Category) -> Place:
    return Place(category.name, _address_of(category.key, get_language()))


@lru_cache(maxsize=200)  # categories, in three languages
def _address_of(key: str, language: str | None) -> str:
    """Of a category; an address has the language that is active."""
    return reverse("forum_category", args=[key])


def courses_called(keys: Iterable[UUID | None]) -> dict[UUID | None, Place]:
    """The discussions of these courses, as far as they are published."""
    return {
        key: Place(title, reverse("forum_course", args=[slug]))
        for key, title, slug in COURSES.all(keys, language=get_language() or "ru")
    }


COURSES = PreparedForMany(
    lambda about, language: PublishedCourse.objects.filter(about, language=language).values_list(
        "course_key", "title", "slug"
    ),
    "course_key",
    UUIDField(),
    language=CharField(),
)
