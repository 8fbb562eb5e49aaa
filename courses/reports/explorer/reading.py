"""A question of a reader is answered: by Elasticsearch where there is one and it answers, else by the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from courses.reports import access
from courses.reports.explorer.database import DatabaseEngine
from courses.reports.explorer.engine import PAGE, Answer, Engine, Key, Request
from courses.reports.explorer.people import words_of
from courses.reports.explorer.question import FACETS, STAGES, Question
from courses.reports.explorer.rows import Row, every_row, read_rows
from courses.reports.programme import OUTSIDE, Place, read_places, successor_of
from lms import clock
from lms.people.access import User

Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows: rows in order, how many there are in all, and of each facet the values with their counts.

    `following` is where the next page begins, `as_of` the moment that the counts are of.
    """

    rows: list[Row]
    total: int
    facets: Counts
    following: Key | None
    as_of: datetime
    engine: str


class Explorer:
    """One reader's view of the records."""

    def __init__(self, user: User, question: Question, engine: Engine | None = None) -> None:
        self.user = user
        self.question = question
        self.engine = engine or DatabaseEngine()
        self.now = clock.now()
        self.today = clock.today()
        self.places = read_places(user)

    def find(
        self,
        after: Key | None = None,
        *,
        limit: int = PAGE,
        facets: tuple[str, ...] = tuple(FACETS),
    ) -> Found:
        """A page of the records, and the counts."""
        request = replace(self.request, after=after, limit=limit and limit + 1, facets=facets)
        answer = self.engine.answer(request)
        rows = read_rows(request, answer.keys[:limit])
        more = len(answer.keys) > limit > 0
        return Found(
            rows=rows,
            total=answer.total,
            facets={name: self._named(name, answer) for name in facets},
            following=answer.keys[limit - 1] if more else None,
            as_of=self.now,
            engine=self.engine.name,
        )

    def every_row(self) -> Iterable[Row]:
        """All of them, for a file, from the database."""
        return every_row(self.request)

    @property
    def request(self) -> Request:
        """The question in the database's terms, for the places that the reader may open."""
        question = self.question
        return Request(
            within=access.places_visible_to(self.user),
            today=self.today,
            stuck_before=self.now - timedelta(days=question.stuck_days),
            chosen={name: self._terms(name, values) for name, values in question.chosen.items()},
            words=words_of(question.name),
            certificate=question.certificate,
            since=question.period.start,
            until=question.period.end,
        )

    def _terms(self, facet: str, values: tuple[str, ...]) -> frozenset[Any]:
        match facet:
            case "municipality" | "region":
                return self._places(facet, set(values))
            case "course" | "module":
                return frozenset(key for key in map(_key, values) if key)
            case "position":
                return frozenset(int(v) for v in values if v.isdecimal() and len(v) < 10)
            case "sex":
                return frozenset("" if value == UNKNOWN else value for value in values)
            case _:
                return frozenset(value for value in values if value in STAGES)

    def _places(self, facet: str, codes: set[str]) -> frozenset[int | None]:
        """The municipalities that codes mean. As it is now, those too that went into them."""
        wanted: set[int | None] = {
            pk for pk in self.places if self.code_of(facet, self.place_of(pk)) in codes
        }
        return frozenset(wanted | ({None} if OUTSIDE in codes else set()))

    def place_of(self, municipality_id: int) -> Place | None:
        """The municipality as it was then, or as it is now."""
        shown = municipality_id
        if self.question.as_now:
            shown = successor_of(municipality_id, self.places) or municipality_id
        return self.places.get(shown) or self.places.get(municipality_id)

    @staticmethod
    def code_of(facet: str, place: Place | None) -> str:
        """What stands for the municipality in an address, or for its region."""
        if place is None:
            return OUTSIDE
        return place.region_code if facet == "region" else place.code

    def _named(self, facet: str, answer: Answer) -> dict[str, int]:
        """The counts by what stands in an address, most first; municipalities added up by region or successor."""
        counts: dict[str, int] = {}
        for value, count in answer.facets.get(facet, {}).items():
            name = self._name(facet, value)
            counts[name] = counts.get(name, 0) + count
        return in_order(facet, counts)

    def _name(self, facet: str, value: Any) -> str:
        if facet in {"municipality", "region"}:
            return self.code_of(facet, None if value is None else self.place_of(value))
        return str(value) or UNKNOWN


UNKNOWN = "unknown"  # the sex that somebody has not given


def in_order(facet: str, counts: Mapping[str, int]) -> dict[str, int]:
    """Stages in theirs, everything else by how many there are."""
    if facet == "stage":
        return {name: counts[name] for name in STAGES if name in counts}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
