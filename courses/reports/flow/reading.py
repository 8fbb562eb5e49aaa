"""Adoptions added up by who gave, who took, and what it was about; every table is of the same rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from courses.reports.programme import Place, read_places
from courses.reports.scopes import Scope, scope_of
from exchange.cases.choices import TAKEN_UP, AdoptionStatus
from exchange.cases.giving import Tally, counts_of
from exchange.cases.models import Adoption, Case, Service
from exchange.cases.models.adoptions import AdoptionQuerySet
from lms.people.access import User

IS_TAKEN_UP = "taken_up"  # stands beside the statuses, for those that count as taken up
PAIRS = 30  # of municipalities on the page, those with most first; the file has all
NUMBERS = ("adoptions", "taken_up", "working")


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A municipality: what it gave, and what it took."""

    place: Place
    gave: Tally
    took: Tally


@dataclass(frozen=True, slots=True)
class Pair:
    """How much one municipality took of another."""

    giver: Place
    taker: Place
    tally: Tally


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service: what was taken of its cases, from how many municipalities and by how many."""

    key: str
    name: str
    tally: Tally
    givers: int
    takers: int


@dataclass(frozen=True, slots=True)
class Regions:
    """From region to region. `counts` by the codes of who gave and who took; `names` in order."""

    names: dict[str, str]
    counts: dict[tuple[str, str], int]

    def gave(self, code: str) -> int:
        return sum(self.counts.get((code, other), 0) for other in self.names)

    def took(self, code: str) -> int:
        return sum(self.counts.get((other, code), 0) for other in self.names)


@dataclass(frozen=True, slots=True)
class Flow:
    """All tables of the page. A case of two services stands in both lines of `services`, and once in `total`."""

    total: Tally
    regions: Regions
    services: list[ServiceLine]
    places: list[PlaceLine]
    pairs: list[Pair]
    pair_count: int


def flow_scope(asked: Mapping[str, str], today: date) -> Scope:
    """What the page is asked for: a period in which it was begun, a status, a service. Nothing else narrows it."""
    scope = scope_of(asked, today, "status", "service")
    typed = {name: scope.typed[name] for name in ("period", "from", "to", "status", "service")}
    return replace(scope, typed=typed)


def adoptions_in(user: User, scope: Scope) -> AdoptionQuerySet:
    """The adoptions that the page is about."""
    adoptions = Adoption.objects.visible_to(user).filter(scope.period.within("started_at"))
    status, service = scope.typed["status"], scope.typed["service"]
    if status == IS_TAKEN_UP:
        adoptions = adoptions.filter(status__in=TAKEN_UP)
    elif status in AdoptionStatus:
        adoptions = adoptions.filter(status=status)
    if service:
        adoptions = adoptions.filter(case__in=Case.objects.filter(services__key=service))
    return adoptions.order_by()


def read_flow(user: User, scope: Scope) -> Flow:
    """Everything that the page shows."""
    adoptions = adoptions_in(user, scope)
    places = read_places(user)
    lines, total = _places(adoptions, places)
    pairs: Any = adoptions.values("giver", "municipality")
    largest = pairs.annotate(**counts_of()).order_by(
        "-adoptions", "-taken_up", "giver", "municipality"
    )
    return Flow(
        total=total,
        regions=_regions(adoptions, places),
        services=_services(adoptions),
        places=lines,
        pairs=[
            Pair(places[row["giver"]], places[row["municipality"]], _tally(row))
            for row in largest[:PAIRS]
        ],
        pair_count=pairs.distinct().count(),
    )


def _tally(row: Mapping[str, int]) -> Tally:
    return Tally(*(row[name] for name in NUMBERS))


def _places(
    adoptions: AdoptionQuerySet, places: Mapping[int, Place]
) -> tuple[list[PlaceLine], Tally]:
    """Every municipality that gave or took, those that gave most first; and all of it."""
    gave, took = (
        {row[of]: _tally(row) for row in adoptions.values(of).annotate(**counts_of())}
        for of in ("giver", "municipality")
    )
    lines = [
        PlaceLine(place, gave.get(pk, Tally()), took.get(pk, Tally()))
        for pk, place in places.items()
        if pk in gave or pk in took
    ]
    lines.sort(key=lambda line: (-line.gave.adoptions, -line.took.adoptions))
    total = Tally(*(sum(getattr(each, name) for each in gave.values()) for name in NUMBERS))
    return lines, total


def _regions(adoptions: AdoptionQuerySet, places: Mapping[int, Place]) -> Regions:
    of_place = {pk: place.region_code for pk, place in places.items()}
    counts: dict[tuple[str, str], int] = defaultdict(int)
    rows = adoptions.values_list("giver", "municipality__district__region__code")
    for giver, taker, count in rows.annotate(n=Count("pk")):
        counts[of_place[giver], taker] += count
    met = {code for pair in counts for code in pair}
    names = {place.region_code: place.region for place in places.values()}
    return Regions({code: name for code, name in names.items() if code in met}, dict(counts))


def _services(adoptions: AdoptionQuerySet) -> list[ServiceLine]:
    names = {each.pk: each for each in Service.objects.all()}
    of_services: Any = adoptions.filter(~Q(case__services=None))
    rows = (
        of_services.values(service=F("case__services"))
        .annotate(
            **counts_of(),
            givers=Count("giver", distinct=True),
            takers=Count("municipality", distinct=True),
        )
        .order_by("-adoptions", "service")
    )
    return [
        ServiceLine(
            names[row["service"]].key,
            names[row["service"]].name,
            _tally(row),
            row["givers"],
            row["takers"],
        )
        for row in rows
    ]
