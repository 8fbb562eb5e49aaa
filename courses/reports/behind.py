"""The list behind a number: the very rows that were counted, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from courses.reports.numbers import Number
from courses.reports.programme import OUTSIDE, Place, successor_of
from courses.reports.scopes import Scope
from lms.keys import key_from
from lms.people.access import User

PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list: who, in which place it counts, when, and of which course or activity."""

    name: str
    sex: str
    position_id: int
    municipality_id: int | None
    at: datetime | date
    course_key: UUID | None
    activity_key: UUID | None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: behind this row. Pages hold although rows are added meanwhile."""

    at: datetime | date
    pk: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.pk}"


def read_cursor(text: str, *, of_days: bool) -> Cursor | None:
    """The place that an address names; nonsense is the beginning."""
    at, _, key = text.rpartition("_")
    pk = key_from(key)
    if pk is None:
        return None
    try:
        if of_days:
            return Cursor(date.fromisoformat(at), pk)
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return Cursor(moment, pk) if moment.tzinfo else None


def rows_behind(
    user: User, number: Number, scope: Scope, today: date, *, places: set[int | None] | None
) -> QuerySet[Any]:
    """The rows of a number, newest first; of these places only, where None is outside."""
    rows = number.visible_to(user, scope, today)
    if places is not None:
        within = Q(**{f"{number.municipality}__in": [pk for pk in places if pk is not None]})
        if None in places:
            within |= Q(**{number.municipality: None})
        rows = rows.filter(within)
    return rows.order_by(f"-{number.at}", "-pk")


def page_of(
    rows: QuerySet[Any], number: Number, after: Cursor | None
) -> tuple[list[Entry], Cursor | None]:
    """Fifty entries behind the cursor, and the cursor of the next page if there is one."""
    if after is not None:
        rows = rows.filter(
            Q(**{f"{number.at}__lt": after.at}) | Q(**{number.at: after.at, "pk__lt": after.pk})
        )
    found = list(rows.values_list("pk", *_columns(number))[: PAGE + 1])
    entries = [_entry(number, values) for _pk, *values in found[:PAGE]]
    if len(found) <= PAGE:
        return entries, None
    return entries, Cursor(entries[-1].at, found[PAGE - 1][0])


def entries_of(rows: QuerySet[Any], number: Number) -> Iterable[Entry]:
    """All of them, for a file."""
    for values in rows.values_list(*_columns(number)).iterator(chunk_size=2000):
        yield _entry(number, list(values))


def _columns(number: Number) -> list[str]:
    through = f"{number.membership}__" if number.membership else ""
    columns = [
        f"{number.person}__family_name",
        f"{number.person}__given_name",
        f"{number.person}__patronymic",
        f"{number.person}__sex",
        f"{through}position",
        f"{through}municipality",
        number.at,
    ]
    return columns + [path for path in (number.course, number.activity) if path]


def _entry(number: Number, values: list[Any]) -> Entry:
    family, given, patronymic, sex, position, place, at, *keys = values
    return Entry(
        name=" ".join(filter(None, (family, given, patronymic))),
        sex=sex,
        position_id=position,
        municipality_id=place,
        at=at,
        course_key=keys[0] if number.course else None,
        activity_key=keys[1] if number.activity else None,
    )


def places_asked_for(
    municipality: str, region: str, places: dict[int, Place], *, as_now: bool
) -> set[int | None] | None:
    """The municipalities that an address means, by code of one or of a region; None is all of them.

    As it is now, a municipality means those too that went into it. An unknown code means no municipality.
    """
    if not municipality and not region:
        return None
    if OUTSIDE in (municipality, region):
        return {None}
    wanted: set[int | None] = {
        place.pk
        for place in places.values()
        if (place.code == municipality if municipality else place.region_code == region)
    }
    if not as_now:
        return wanted
    return {pk for pk in places if successor_of(pk, places) in wanted}
