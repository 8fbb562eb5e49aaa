"""Who of a municipality learned what: a row for each person who works there, or earned something there and left.

One statement answers numbers and rows together. It is written by hand, because building it of QuerySets costs the web
process more than everything else on the page (measured: 20 ms of 25).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import UUIDField
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.reports.scopes import Scope
from courses.reports.statement import STATEMENT
from lms.people.models import Municipality

STALLS_AFTER = timedelta(
    days=30
)  # without completing anything; fieldwork keeps people away for weeks
FAR_AWAY = date(9999, 1, 1)

# How somebody stands at the end of the period. Each person is in exactly one of these.
STANDINGS: dict[str, str | Promise] = {
    "completed": _("Completed"),
    "earlier": _("Completed before the period"),
    "brought": _("Completed before joining"),
    "learning": _("Learning"),
    "stalled": _("No activity for 30 days"),
    "none": _("Has not started"),
}
TONES = {
    "completed": "done",
    "earlier": "done",
    "brought": "done",
    "learning": "now",
    "stalled": "late",
    "none": "",
}
# What a list can be narrowed to besides a standing.
NARROWINGS: dict[str, tuple[str | Promise, str]] = {
    "started": (_("In the middle of a course"), "standing IN ('learning', 'stalled')"),
    "certified": (_("With a certificate"), "certificate_count > 0"),
    "staff": (_("Works here on that day"), "NOT has_left"),
    "left": (_("Has left or moved"), "has_left"),
}
NAME = "family_name, given_name, patronymic, membership_id"  # the key last, so that pages never overlap
ORDERS: dict[str, tuple[str | Promise, str]] = {
    "": (_("By name"), NAME),
    "behind": (_("Who is behind comes first"), f"done_count, percent, {NAME}"),
    "ahead": (_("Who is ahead comes first"), f"done_count DESC, percent DESC, {NAME}"),
    "seen": (_("By last activity"), f"seen_at DESC NULLS LAST, {NAME}"),
    "position": (_("By position"), f"position_order, position_id, {NAME}"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the list. `completed_at` is the last completion, wherever it counts; of who has left, of those here.

    How far somebody who has left came with a course that they did not complete here, nobody here knows: no `percent`.
    """

    person_id: int
    name: str
    position_id: int
    sex: str
    left_on: date | None
    standing: str
    started_at: datetime | None
    seen_at: datetime | None
    completed_at: datetime | None
    percent: int | None
    course_count: int
    done_count: int
    certificate_count: int


@dataclass(frozen=True, slots=True)
class People:
    """The rows that were asked for, and how many there are of everybody; the standings add up to all."""

    rows: list[Row]
    all: int
    women: int
    men: int
    certified: int
    standings: dict[str, int]
    narrowed: int  # how long the list is, all pages of it


def read_people(
    place: Municipality | None,
    scope: Scope,
    *,
    now: datetime,
    today: date,
    who: str = "",
    order: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> People:
    """The people of a municipality that the reader may see; None stands for outside.

    Of each person the last membership there by the end of the period. Who has left is in it if something of the
    chosen course counts here.
    """
    narrowing = f"standing = '{who}'" if who in STANDINGS else NARROWINGS.get(who, ("", "1 = 1"))[1]
    end = scope.period.end
    facts = {
        "place": place.pk if place else 0,
        "day": connection.ops.adapt_datefield_value(scope.period.day(today)),
        "until": _moment(end or datetime.combine(FAR_AWAY, datetime.min.time(), now.tzinfo)),
        "since": _moment(scope.period.start or datetime(1900, 1, 1, tzinfo=now.tzinfo)),
        "stalled_before": _moment(min(end or now, now) - STALLS_AFTER),
        "course": scope.course_key and UUIDField().get_db_prep_value(scope.course_key, connection),
        "sex": "" if scope.sex == "unknown" else scope.sex,
        "position": scope.position_id,
    }
    pages = "" if limit is None else f"LIMIT {int(limit)} OFFSET {int(offset)}"
    statement = STATEMENT.format(
        place="municipality_id = %(place)s" if place else "municipality_id IS NULL",
        course="AND e.course_key = %(course)s" if scope.course_key else "",
        people=" AND ".join(
            ["1 = 1"]
            + (["p.sex = %(sex)s"] if scope.sex else [])
            + (["h.position_id = %(position)s"] if scope.position_id is not None else [])
        ),
        narrowing=narrowing,
        order=ORDERS.get(order, ORDERS[""])[1],
        pages=pages,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        found = cursor.fetchall()
    total = found[0][:10]
    return People(
        rows=[_row(values[10:]) for values in found if values[10] is not None],
        all=total[0],
        women=total[1],
        men=total[2],
        certified=total[3],
        standings=dict(zip(STANDINGS, total[4:10], strict=True)),
        narrowed=found[0][-1],
    )


def _moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _row(values: tuple[Any, ...]) -> Row:
    (
        person, family, given, patronymic, position, sex, has_left, ended, standing, started, seen, completed,
        percent, courses, done, certificates, _length,
    ) = values  # fmt: skip
    return Row(
        person_id=person,
        name=" ".join(filter(None, (family, given, patronymic))),
        position_id=position,
        sex=sex,
        left_on=_read_day(ended) if has_left else None,
        standing=standing,
        started_at=_read_moment(started),
        seen_at=_read_moment(seen),
        completed_at=_read_moment(completed),
        percent=None if has_left and not done else percent,
        course_count=courses,
        done_count=done,
        certificate_count=certificates,
    )


def _read_moment(value: Any) -> datetime | None:
    """SQLite gives text, in UTC."""
    if isinstance(value, str):
        moment = parse_datetime(value)
        return moment.replace(tzinfo=UTC) if moment else None
    return value  # type: ignore[no-any-return]  # what the driver made of a timestamp


def _read_day(value: Any) -> date | None:
    return parse_date(value) if isinstance(value, str) else value
