"""The records of a page as people read them: looked up in the database, under the rights of who reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from courses.reports.explorer.database import Statement
from courses.reports.explorer.engine import Key, Request
from courses.reports.explorer.statement import (
    Narrowing,
    as_key,
    as_moment,
    for_database,
    records,
)


@dataclass(frozen=True, slots=True)
class Row:
    """Who, where it counts, which module, how far, since when, and the number of the certificate if there is one."""

    enrolment_id: int
    person_id: int
    name: str
    sex: str
    position_id: int
    municipality_id: int | None
    course_key: UUID
    module_key: UUID
    stage: str
    enrolled_at: datetime | None
    started_at: datetime | None
    completed_at: datetime | None
    certificate: str


SELECT = """SELECT r.enrolment_id, r.person_id, w.family_name, w.given_name, w.patronymic, r.sex, r.position_id,
  r.municipality_id, r.course_key, r.module_key, r.stage, v.started_at AS enrolled_at, r.started_at,
  r.completed_at, r.number
FROM records r
JOIN people_person w ON w.id = r.person_id JOIN progress_enrolment v ON v.id = r.enrolment_id"""
IN_ORDER = "r.at DESC, r.enrolment_id DESC, r.module_key DESC"
AT_ONCE = 2000  # rows of a file that are in memory together


def read_rows(request: Request, keys: Sequence[Key]) -> list[Row]:
    """The records with these keys, in their order. One that the reader may not open, or that is gone, is left out."""
    if not keys:
        return []
    narrowing = Narrowing(
        {
            "today": connection.ops.adapt_datefield_value(request.today),
            "stuck_before": for_database(request.stuck_before),
        }
    )
    rounds = narrowing.is_one_of("e.id", frozenset(key.enrolment_id for key in keys))
    people = "1 = 1"
    if request.within is not None:
        people = narrowing.is_one_of("m.municipality_id", request.within)
    sql = f"WITH {records(people=people, only=rounds, wholly=True)} {SELECT}"
    with connection.cursor() as cursor:
        cursor.execute(sql, narrowing.parameters)
        found = {(row.enrolment_id, row.module_key): row for row in map(_row, cursor.fetchall())}
    wanted = ((key.enrolment_id, key.module_key) for key in keys)
    return [found[key] for key in wanted if key in found]


def every_row(request: Request) -> Iterator[Row]:
    """All that the request means, newest first, for a file: read while it is sent."""
    statement = Statement(request, wholly=True)
    sql = (
        f"WITH {statement.records}, fitting AS (SELECT * FROM records WHERE {statement.counting.all_but()})"  # noqa: S608  our own
        f" {SELECT.replace('FROM records', 'FROM fitting')} ORDER BY {IN_ORDER}"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, statement.narrowing.parameters)
        while some := cursor.fetchmany(AT_ONCE):
            yield from map(_row, some)


def _row(values: tuple[Any, ...]) -> Row:
    (
        enrolment, person, family, given, patronymic, sex, position, municipality, course, module, stage, enrolled,
        started, completed, number,
    ) = values  # fmt: skip
    return Row(
        enrolment_id=enrolment,
        person_id=person,
        name=" ".join(filter(None, (family, given, patronymic))),
        sex=sex,
        position_id=position,
        municipality_id=municipality,
        course_key=as_key(course),
        module_key=as_key(module),
        stage=stage,
        enrolled_at=as_moment(enrolled),
        started_at=as_moment(started),
        completed_at=as_moment(completed),
        certificate=number or "",
    )
