"""The catalogue: which courses there are, narrowed by topic, language and length, with the count of each choice."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import PublishedCourse
from lms.prepared import Prepared
from search.facets import Choice

LENGTHS: dict[str, tuple[int, int, str | Promise]] = {
    "short": (0, 60, _("up to 1 hour")),
    "middle": (61, 180, _("1 to 3 hours")),
    "long": (181, 1_000_000, _("more than 3 hours")),
}
NAMES = {"topic": "t", "language": "l", "length": "d"}  # facets and their names in the address


@dataclass(frozen=True)
class Catalogue:
    courses: list[PublishedCourse]
    facets: list[tuple[str | Promise, str, list[Choice]]]
    chosen: list[tuple[str | Promise, str]]  # words, and the query string without it


def length_of(course: PublishedCourse) -> str:
    """Which length a course falls into."""
    return next(key for key, (low, high, _) in LENGTHS.items() if low <= course.minutes <= high)


VALUES: dict[str, Callable[[PublishedCourse], list[str]]] = {
    "topic": lambda course: [course.topic.key],
    "language": lambda course: course.languages,
    "length": lambda course: [length_of(course)],
}


LISTED = Prepared(
    lambda language: (
        PublishedCourse.objects.filter(language=language)
        .select_related("topic")
        .defer("outline")
        .order_by("title")
    ),
    language=CharField(),
)


def read_catalogue(language: str, query: QueryDict) -> Catalogue:
    """The courses that fit the query, and the facets, each counted with the other filters applied. One query."""
    every = LISTED.all(language=language)
    wanted = {facet: query.getlist(name) for facet, name in NAMES.items()}
    courses = [course for course in every if _fits(course, wanted)]
    facets, chosen = [], []
    for facet, (title, words) in _words(every).items():
        others = {other: values for other, values in wanted.items() if other != facet}
        counts = Counter(
            value for course in every if _fits(course, others) for value in VALUES[facet](course)
        )
        name = NAMES[facet]
        choices = [
            Choice(value, text, counts[value], value in wanted[facet])
            for value, text in words.items()
            if counts[value] or value in wanted[facet]
        ]
        facets.append((title, name, choices))
        chosen += [(c.words, _without(query, name, c.value)) for c in choices if c.is_chosen]
    return Catalogue(courses, facets, chosen)


def _fits(course: PublishedCourse, wanted: dict[str, list[str]]) -> bool:
    return all(
        not values or set(values) & set(VALUES[facet](course)) for facet, values in wanted.items()
    )


def _words(
    courses: Iterable[PublishedCourse],
) -> dict[str, tuple[str | Promise, dict[str, str | Promise]]]:
    topics = sorted(
        {course.topic for course in courses}, key=lambda topic: (topic.order, topic.key)
    )
    return {
        "topic": (_("Topic"), {topic.key: topic.name for topic in topics}),
        "language": (_("Language"), dict(settings.LANGUAGES)),
        "length": (_("Length"), {key: words for key, (_low, _high, words) in LENGTHS.items()}),
    }


def _without(query: QueryDict, name: str, value: str) -> str:
    rest = query.copy()
    rest.setlist(name, [each for each in rest.getlist(name) if each != value])
    return rest.urlencode()
