"""Invented adoptions of the invented cases: of every status, told in steps, some of them grown to cases."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from courses.reports.scale.bulk import continue_numbering, first_free_key, insert_rows
from exchange.cases.choices import TAKEN_UP, AdoptionStatus
from exchange.cases.models import Adoption, AdoptionStep, Case, CaseSource
from lms.people.models import Municipality

# The ways that adoptions go, and how many of a hundred go them.
WAY = [
    AdoptionStatus.CONSIDERING,
    AdoptionStatus.PLANNING,
    AdoptionStatus.UNDER_WAY,
    AdoptionStatus.WORKING,
]
WAYS = {1: 25, 2: 20, 3: 20, 4: 27, -2: 8}  # so many steps; with a minus, and then it was stopped
GROWN = 0.4  # of those that work, as far as the municipality has a later case
DIFFERS = "Одна машина на два села, тариф 25 сомов."
BECAUSE = "Полигон закрыли на проверку, везти некуда."
NOTE = "Обсудили с депутатами, решение за кенешем."
ADOPTION_FIELDS = (
    "id", "case", "giver", "municipality", "started_at", "status", "status_on", "differs", "language",
    "is_illustrative", "result_key", "differs_hidden_because",
)  # fmt: skip
STEP_FIELDS = (
    "id",
    "adoption",
    "status",
    "on",
    "note",
    "hidden_because",
    "language",
    "client_id",
    "at",
    "written_on",
)


@dataclass(slots=True)
class Source:
    """An invented case, as far as adoptions need it."""

    pk: int
    key: UUID
    place: int
    published_at: datetime
    is_taken: bool = False  # it came of an adoption


class Giving:
    """Writes so many adoptions, in the caller's transaction."""

    def __init__(self, now: datetime, chance: Random) -> None:
        self.now, self.chance = now, chance
        rows = Case.objects.filter(page_id=0).order_by("published_at", "pk")
        self.cases = [
            Source(*row) for row in rows.values_list("pk", "key", "municipality_id", "published_at")
        ]
        self.of_place: dict[int, list[Source]] = defaultdict(list)
        for each in self.cases:
            self.of_place[each.place].append(each)
        self.places = list(Municipality.objects.current().values_list("pk", flat=True))
        self.sources: list[CaseSource] = []
        self.adoption, self.step = first_free_key(Adoption), first_free_key(AdoptionStep)

    def write(self, count: int) -> int:
        """Returns how many there are: no more than half of the municipalities take a case."""
        count = min(count, len(self.cases) * (len(self.places) - 1) // 2)
        adoptions, steps = [], []
        for source, place in self._pairs(count):
            told = list(self._steps(source))
            adoptions.append(self._adoption(source, place, told))
            steps += told
            self.adoption += 1
        insert_rows(Adoption, ADOPTION_FIELDS, adoptions)
        insert_rows(AdoptionStep, STEP_FIELDS, steps)
        CaseSource.objects.bulk_create(self.sources, batch_size=1000)
        continue_numbering([Adoption, AdoptionStep])
        count_adoptions()
        return count

    def _pairs(self, count: int) -> Iterator[tuple[Source, int]]:
        """Which case, and by whom: some cases are taken by many, most by few, and each once by each."""
        if not count:
            return
        order = list(self.cases)
        self.chance.shuffle(order)
        weights = list(accumulate(1 / (rank + 20) for rank in range(len(order))))
        seen: set[tuple[int, int]] = set()
        while len(seen) < count:
            source = self.chance.choices(order, cum_weights=weights)[0]
            place = self.chance.choice(self.places)
            if place == source.place or (source.pk, place) in seen:
                continue
            seen.add((source.pk, place))
            yield source, place

    def _steps(self, source: Source) -> Iterator[tuple[Any, ...]]:
        """What was told, from some day after the case was published on."""
        way = self.chance.choices(list(WAYS), weights=list(WAYS.values()))[0]
        statuses = WAY[: abs(way)] + ([AdoptionStatus.STOPPED] if way < 0 else [])
        lasts = self.now - source.published_at
        moments = sorted(source.published_at + lasts * self.chance.random() for _ in statuses)
        for status, at in zip(statuses, moments, strict=True):
            note = BECAUSE if status == AdoptionStatus.STOPPED else NOTE
            day = localdate(at)
            key = UUID(int=self.chance.getrandbits(128))
            yield self.step, self.adoption, status, day, note, "", "ru", key, at, day
            self.step += 1

    def _adoption(self, source: Source, place: int, told: list[tuple[Any, ...]]) -> tuple[Any, ...]:
        _pk, _adoption, status, day, *_rest, at, _written = told[-1]
        result = self._grown(source, place, at) if status == AdoptionStatus.WORKING else None
        started_at = told[0][-2]
        return (
            self.adoption, source.pk, source.place, place, started_at, status, day, DIFFERS, "ru", True,
            result.key if result else None, "",
        )  # fmt: skip

    def _grown(self, source: Source, place: int, at: datetime) -> Source | None:
        """The next case of the place that came of nothing yet: later than its source, so that there are no circles."""
        if self.chance.random() > GROWN:
            return None
        own = self.of_place[place]
        first = bisect_right(own, at, key=lambda each: each.published_at)
        found = next((each for each in own[first : first + 5] if not each.is_taken), None)
        if found:
            found.is_taken = True
            self.sources.append(CaseSource(case_id=found.pk, source_key=source.key))
        return found


def count_adoptions() -> None:
    """Let the invented cases keep the counts of their adoptions."""
    Case.objects.filter(page_id=0).update(
        adoptions_count=_count(Q()),
        taken_up_count=_count(Q(status__in=TAKEN_UP)),
        working_count=_count(Q(status=AdoptionStatus.WORKING)),
    )


def _count(which: Q) -> Coalesce:
    rows = Adoption.objects.filter(which, case=OuterRef("pk")).order_by().values("case")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), IntegerField()), 0)
