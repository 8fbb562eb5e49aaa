"""What the filters and the rows are called, in the reader's language."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from courses.reports.days import outside_words
from courses.reports.explorer.question import FACETS, STAGES, STUCK_DAYS, Question
from courses.reports.explorer.reading import UNKNOWN, Counts
from courses.reports.names import course_titles, former_titles, module_titles, position_names
from courses.reports.periods import CHOICES
from courses.reports.programme import OUTSIDE, Place
from search.facets import Choice

SHOWN_AT_ONCE = 8  # values of a facet; the rest unfold


@dataclass(frozen=True, slots=True)
class Facet:
    """A question with its answers: those on top, and those that unfold."""

    name: str
    title: str
    first: list[Choice]
    rest: list[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    words: str
    query: str


class Words:
    """The names of everything, read once for a page."""

    def __init__(self, places: dict[int, Place]) -> None:
        self.places = {place.code: place.name for place in places.values()}
        self.regions = {place.region_code: place.region for place in places.values()}
        self.courses = course_titles()
        self.modules = module_titles()
        self.positions = position_names()

    def know_courses(self, keys: set[UUID]) -> None:
        """Read the titles of courses that are not published any more."""
        self.courses |= former_titles(keys - self.courses.keys())

    def course(self, key: UUID) -> str:
        return self.courses.get(key, "")

    def module(self, key: UUID) -> str:
        """The title; a module that is not published any more has none."""
        found = self.modules.get(key)
        return found[1] if found else _("A module that no longer exists")

    def place(self, code: str) -> str:
        return outside_words() if code == OUTSIDE else self.places.get(code, code)

    def of(self, facet: str, value: str) -> str:
        """What a value of a facet is called; one that there is not is said as it came."""
        if facet in {"region", "municipality"} and value == OUTSIDE:
            return outside_words()
        if facet in {"course", "module"}:
            key = _key(value)
            name = key and (self.course(key) if facet == "course" else self.module(key))
            return name or value
        return self.known(facet).get(value) or value

    def known(self, facet: str) -> dict[str, str]:
        """The names by what stands in an address, of the facets that have few values."""
        names: dict[str, dict[str, str]] = {
            "stage": {name: str(words) for name, words in STAGES.items()},
            "region": self.regions,
            "municipality": self.places,
            "position": {str(pk): name for pk, name in self.positions.items()},
            "sex": {"f": _("Women"), "m": _("Men"), UNKNOWN: _("Not given")},
        }
        return names[facet]

    def facets(self, question: Question, counts: Counts) -> list[Facet]:
        """The tick boxes. What is chosen is there although nothing has it."""
        return [self._facet(question, name, found) for name, found in counts.items()]

    def _facet(self, question: Question, name: str, counts: dict[str, int]) -> Facet:
        chosen = question.chosen.get(name, ())
        known = counts | {value: 0 for value in chosen if value not in counts}
        choices = [
            Choice(value, self.of(name, value), count, value in chosen)
            for value, count in known.items()
        ]
        first = [each for n, each in enumerate(choices) if n < SHOWN_AT_ONCE or each.is_chosen]
        rest = [each for each in choices if each not in first]
        return Facet(name, str(FACETS[name]), first, rest)

    def chips(self, question: Question) -> list[Chip]:
        """The filters in force, each of which can be taken off."""
        chips = []
        for name, value in question.pairs():
            if words := self._chip(question, name, value):
                chips.append(Chip(words, question.query(without=[(name, value)])))
        return chips

    def _chip(self, question: Question, name: str, value: str) -> str:
        if name in question.errors:
            return ""
        if name in FACETS:
            return self.of(name, value)
        days = question.stuck_days
        words: dict[str, str] = {
            "name": _("Name: %(words)s") % {"words": value},
            "certificate": _("Certificate: %(number)s") % {"number": value},
            "period": str(CHOICES.get(value, "")),
            "from": _("From %(day)s") % {"day": value},
            "to": _("Up to %(day)s") % {"day": value},
            "days": ""
            if days == STUCK_DAYS
            else _("Counts as stuck after days: %(n)d") % {"n": days},
            "territory": _("Joined municipalities: in the one of today") if value == "now" else "",
        }
        return words[name]


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
