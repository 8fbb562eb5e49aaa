"""Adoptions added up by who gave, who took, and what it was about; every table is of the same rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case as If
from django.db.models import IntegerField, When

from courses.reports.programme import Place, read_places
from courses.reports.scopes import Scope, scope_of
from exchange.cases.adoption.giving import Tally
from exchange.cases.choices import TAKEN_UP, AdoptionStatus
from exchange.cases.drawing import short_name
from exchange.cases.models import Adoption, Case, Service
from exchange.cases.models.adoptions import AdoptionQuerySet
from lms.people.access import User
from lms.prepared import Prepared

IS_TAKEN_UP = "taken_up"  # stands beside the statuses, for those that count as taken up
PAIRS = 30  # of municipalities on the page, those with most first; the file has all
SERVICES = Prepared(Service.objects.all)
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
    """A service: what was taken of its cases."""

    key: str
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Regions:
    """From region to region. `counts` by the codes of who gave and who took; `names`, as short as may be, in order."""

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
    """Everything that the page shows, in one question: to build one for each table costs more than to answer it."""
    places = read_places(user)
    rows: dict[str, list[Row]] = defaultdict(list)
    for table, *row in _rows(adoptions_in(user, scope)):
        rows[table].append(Row(*row))
    gave, took = ({int(each.one): each.tally for each in rows[act]} for act in ("gave", "took"))
    return Flow(
        total=Tally(*(sum(getattr(each, name) for each in gave.values()) for name in NUMBERS)),
        regions=_regions(rows["region"], places),
        services=_services(rows["service"]),
        places=_places(gave, took, places),
        pairs=[
            Pair(places[int(each.one)], places[int(each.other)], each.tally)
            for each in rows["pair"]
        ],
        pair_count=sum(each.adoptions for each in rows["pairs"]),
    )


class Row(NamedTuple):
    """A line of some table: between what, and its numbers."""

    one: str
    other: str
    adoptions: int
    taken_up: int
    working: int

    @property
    def tally(self) -> Tally:
        return Tally(self.adoptions, self.taken_up, self.working)


# Of each adoption: who gave and who took, their regions, whether it is taken up and whether it works, and its case.
TABLES = f"""
WITH every (giver, taker, giving, taking, is_taken_up, works, about) AS ({{adoptions}})
SELECT 'gave', CAST(giver AS varchar), '', count(*), sum(is_taken_up), sum(works) FROM every GROUP BY giver
UNION ALL
SELECT 'took', CAST(taker AS varchar), '', count(*), sum(is_taken_up), sum(works) FROM every GROUP BY taker
UNION ALL
SELECT 'region', giving, taking, count(*), 0, 0 FROM every GROUP BY giving, taking
UNION ALL
SELECT 'service', CAST(service_id AS varchar), '', count(*), sum(is_taken_up), sum(works)
FROM every JOIN cases_case_services ON case_id = about GROUP BY service_id
UNION ALL
SELECT 'pairs', '', '', count(*), 0, 0 FROM (SELECT DISTINCT giver, taker FROM every) AS pairs
UNION ALL
SELECT * FROM (
  SELECT 'pair', CAST(giver AS varchar), CAST(taker AS varchar), count(*), sum(is_taken_up), sum(works)
  FROM every GROUP BY giver, taker ORDER BY 4 DESC, 5 DESC, giver, taker LIMIT {PAIRS}
) AS largest"""  # noqa: S608  a number of ours; what is asked for goes beside the statement


def _rows(adoptions: AdoptionQuerySet) -> list[tuple[Any, ...]]:
    def flag(statuses: Sequence[str]) -> If:
        return If(When(status__in=statuses, then=1), default=0, output_field=IntegerField())

    every = adoptions.values_list(
        "giver",
        "municipality",
        "giver__district__region__code",
        "municipality__district__region__code",
        flag(TAKEN_UP),
        flag([AdoptionStatus.WORKING]),
        "case",
    )
    try:
        sql, parameters = every.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(TABLES.format(adoptions=sql), parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _places(
    gave: Mapping[int, Tally], took: Mapping[int, Tally], places: Mapping[int, Place]
) -> list[PlaceLine]:
    """Every municipality that gave or took, those that gave most first."""
    lines = [
        PlaceLine(place, gave.get(pk, Tally()), took.get(pk, Tally()))
        for pk, place in places.items()
        if pk in gave or pk in took
    ]
    return sorted(lines, key=lambda line: (-line.gave.adoptions, -line.took.adoptions))


def _regions(rows: Iterable[Row], places: Mapping[int, Place]) -> Regions:
    counts = {(each.one, each.other): each.adoptions for each in rows}
    met = {code for pair in counts for code in pair}
    names = {
        place.region_code: short_name(place.region_code) or place.region
        for place in places.values()
    }
    return Regions({code: name for code, name in names.items() if code in met}, counts)


def _services(rows: Iterable[Row]) -> list[ServiceLine]:
    """Those with most adoptions first."""
    names = {each.pk: each for each in SERVICES.all()}
    lines = []
    for each in rows:
        service = names[int(each.one)]
        lines.append(ServiceLine(service.key, service.name, each.tally))
    return sorted(lines, key=lambda line: (-line.tally.adoptions, line.key))
