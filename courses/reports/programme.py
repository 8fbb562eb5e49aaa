"""All municipalities side by side: the same numbers for each, for each region, and for the whole programme."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from django.db.models import Sum
from django.utils.translation import get_language

from courses.progress.models import MonthCount
from courses.reports import access
from courses.reports.days import outside_words
from courses.reports.numbers import (
    ACTIVITIES,
    CERTIFICATES,
    COMPLETED,
    COMPLETIONS,
    HELPED,
    STAFF,
    STARTED,
    Counts,
    Number,
    counted,
    counts_by_municipality,
)
from courses.reports.scopes import Scope
from lms.kyrgyz_order import kyrgyz_key
from lms.people.access import User
from lms.people.models import Membership, Municipality

SHOWN = (STAFF, STARTED, COMPLETED, COMPLETIONS, CERTIFICATES, HELPED)
OUTSIDE = "outside"  # stands for the code of a municipality, and of a region
MONTHS = 12
in_order = lru_cache(maxsize=1_000)(kyrgyz_key)  # the same few names on every page
MOST_IN_NEED = 5  # municipalities


@dataclass(slots=True)
class Line:
    """A municipality, a region or the whole: what it is called, and its numbers."""

    code: str
    name: str
    region_code: str = ""
    region: str = ""
    numbers: dict[str, int] = field(default_factory=dict)

    def add(self, numbers: dict[str, int]) -> None:
        for name, count in numbers.items():
            self.numbers[name] = self.numbers.get(name, 0) + count

    def __getattr__(self, name: str) -> int:
        """`line.staff`, `line.certificates`: nothing counted is none."""
        return self.numbers.get(name, 0)

    @property
    def share_helped(self) -> int:
        """Of the staff, the per cent who completed a module; rounded down, so that 100 means all."""
        return 100 * self.modules // self.staff if self.staff else 0


@dataclass(frozen=True, slots=True)
class Overview:
    """Lines that add up: municipalities to regions, regions to the total. Outside is a line of both."""

    municipalities: list[Line]
    regions: list[Line]
    total: Line

    def in_need(self) -> list[Line]:
        """Where the smallest shares of the staff completed a module, and somebody has not."""
        places = [line for line in self.municipalities if line.code != OUTSIDE and line.staff]
        lacking = [line for line in places if line.modules < line.staff]
        return sorted(lacking, key=lambda line: (line.modules / line.staff, -line.staff))[
            :MOST_IN_NEED
        ]


def read_overview(
    user: User, scope: Scope, today: date, *, as_now: bool, numbers: Iterable[Number] = SHOWN
) -> Overview:
    """The numbers of every municipality that there is, or that has something in the period.

    `as_now`: what was earned in a municipality that has since become part of another is shown there.
    """
    counts = counts_by_municipality(user, scope, today, numbers)
    places = read_places(user)
    if as_now:
        counts = moved_to_successors(counts, places)
    return add_up(counts, places, scope.period.day(today))


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality, as reports need it."""

    pk: int
    code: str
    name: str
    region_code: str
    region: str
    valid_from: date
    valid_to: date | None
    successors: list[int]

    def is_there(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def read_places(user: User) -> dict[int, Place]:
    """All municipalities that the person may see, in Kyrgyz order, with what became of them. One query."""
    language = get_language() or "ru"
    rows = (
        Municipality.objects.filter(access.municipalities_visible_to(user))
        .order_by("code")
        .values_list(
            "pk", "code", f"name_{language}", "name_ru", "district__region__code",
            f"district__region__name_{language}", "district__region__name_ru",
            "valid_from", "valid_to", "successors",
        )
    )  # fmt: skip
    found: dict[int, Place] = {}
    for pk, code, name, russian, region_code, region, region_ru, begins, ends, successor in rows:
        place = found.get(pk)
        if place is None:
            found[pk] = place = Place(
                pk, code, name or russian, region_code, region or region_ru, begins, ends, []
            )
        if successor is not None:
            place.successors.append(successor)
    return dict(sorted(found.items(), key=lambda item: in_order(item[1].name)))


def moved_to_successors(counts: Counts, places: dict[int, Place]) -> Counts:
    """What each municipality of today has, with those that went into it. A divided one keeps its own line."""
    moved: Counts = {}
    for pk, numbers in counts.items():
        line = moved.setdefault(successor_of(pk, places), {})
        for name, count in numbers.items():
            line[name] = line.get(name, 0) + count
    return moved


def successor_of(pk: int | None, places: dict[int, Place]) -> int | None:
    """What a municipality is today: the last of its only successors. Outside stays outside."""
    seen: set[int] = set()
    while pk is not None and pk in places and pk not in seen and len(places[pk].successors) == 1:
        seen.add(pk)
        pk = places[pk].successors[0]
    return pk


def add_up(counts: Counts, places: dict[int, Place], day: date) -> Overview:
    """Lines for municipalities, regions and all; those without a number only while they exist."""
    municipalities: list[Line] = []
    regions: dict[str, Line] = {}
    total = Line("", "")
    for place in places.values():
        numbers = counts.get(place.pk, {})
        if not numbers and not place.is_there(day):
            continue
        municipalities.append(
            Line(place.code, place.name, place.region_code, place.region, dict(numbers))
        )
        region = regions.setdefault(place.region_code, Line(place.region_code, place.region))
        region.add(numbers)
        total.add(numbers)
    lines_of_regions = sorted(regions.values(), key=lambda line: in_order(line.name))
    if outside := counts.get(None):
        for lines in (municipalities, lines_of_regions):
            lines.append(Line(OUTSIDE, outside_words(), OUTSIDE, outside_words(), dict(outside)))
        total.add(outside)
    return Overview(municipalities, lines_of_regions, total)


def activities_by_month(user: User, scope: Scope, today: date) -> list[tuple[date, int]]:
    """How many lessons and quizzes were completed in each of the last months of the period.

    Whole months come from the counts that are kept, a month that the period cuts from the rows themselves.
    """
    months = scope.period.months(today, MONTHS)
    cut = [month for month in months if scope.period.cuts(month)]
    rows = MonthCount.objects.filter(
        counted(),
        scope.course("course_key"),
        scope.people("membership", "membership__person"),
        month__in=[month for month in months if month not in cut],
    )
    if allowed := access.memberships_visible_to(user):
        rows = rows.filter(membership__in=Membership.objects.filter(allowed))
    found = dict(rows.values_list("month").annotate(n=Sum("activities")))
    for month in cut:
        within = replace(scope, period=scope.period.part_in(month))
        found[month] = ACTIVITIES.visible_to(user, within, today).count()
    return [(month, found.get(month, 0)) for month in months]
