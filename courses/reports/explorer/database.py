"""The explorer answered by the database: SQLite and PostgreSQL count the same records in their own ways."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from courses.reports.explorer.counting import WIDTH, Counting
from courses.reports.explorer.engine import FIELDS, Answer, Key, Request
from courses.reports.explorer.people import people_named
from courses.reports.explorer.statement import (
    Narrowing,
    as_key,
    as_moment,
    for_database,
    records,
)

ORDER = "at DESC, enrolment_id DESC, module_key DESC"
# Put together once, since several ask it: only what is counted or ordered by.
COUNTED = """counted AS (
  SELECT at, enrolment_id, module_key, course_key, municipality_id, position_id, sex, stage FROM records
)"""
# For a question that all rows have to be read for, until the end of the transaction. The planner takes a tenth of them
# to be there, and would look each up in the others' indexes; 4 MB would have most of it written to disk and read again;
# and it thinks helpers dear.
OF_EVERYBODY = """SELECT set_config('enable_nestloop', 'off', true), set_config('work_mem', '32MB', true),
  set_config('parallel_tuple_cost', '0.001', true)"""
PAGE_ROW = -1  # where the other rows of an answer have the number of what they count


class DatabaseEngine:
    """Reads the rows themselves: always of this moment."""

    name = "database"

    def answer(self, request: Request) -> Answer:
        """Count, and find the records of the page."""
        return Statement(request).answer()


class Statement:
    """One request in SQL. `wholly`: also with when a completed module was begun."""

    def __init__(self, request: Request, *, wholly: bool = False) -> None:
        self.request = request
        self.narrowing = Narrowing(
            {
                "today": connection.ops.adapt_datefield_value(request.today),
                "stuck_before": for_database(request.stuck_before),
            }
        )
        self.records = self._records(wholly)
        filters = {
            name: self.narrowing.is_one_of(FIELDS[name], values)
            for name, values in request.chosen.items()
        }
        self.counting = Counting(request.facets, filters)

    def _records(self, wholly: bool) -> str:
        """Everything that each facet is counted with: who reads, whose name, which days, which certificate."""
        request, narrowing = self.request, self.narrowing
        people = ["1 = 1"]
        if request.within is not None:
            people.append(narrowing.is_one_of("m.municipality_id", request.within))
        if request.words:
            people.append(narrowing.is_one_of("e.person_id", people_named(request.words)))
        number = narrowing.value(request.certificate) if request.certificate else ""
        return records(
            people=" AND ".join(people),
            certificate=f"i.number = {number}" if number else "",
            done_at=self._within_days("d.at"),
            open_at=self._within_days("COALESCE(b.started_at, e.started_at)"),
            wholly=wholly,
        )

    def _within_days(self, column: str) -> str:
        parts = ["1 = 1"]
        if self.request.since:
            parts.append(f"{column} >= {self.narrowing.value(self.request.since)}")
        if self.request.until:
            parts.append(f"{column} < {self.narrowing.value(self.request.until)}")
        return " AND ".join(parts)

    def answer(self) -> Answer:
        """The counts and the page, in one statement: to put the records together is what takes long."""
        none = ", ".join(f"CAST(NULL AS {kind})" for kind in ("timestamptz", "bigint", "uuid"))
        no_counts = ", ".join(["CAST(NULL AS text)"] * WIDTH)
        counts = " UNION ALL ".join(self.counting.selections())
        asked = f"SELECT c.*, {none} FROM ({counts}) c"  # noqa: S608  our own
        if self.request.limit:
            page = f"SELECT {PAGE_ROW}, {no_counts}, 0, p.* FROM ({self._page()}) p"  # noqa: S608
            asked += f" UNION ALL {page}"
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql" and self._is_of_everybody():
                cursor.execute(OF_EVERYBODY)
            cursor.execute(f"WITH {self.records}, {COUNTED} {asked}", self.narrowing.parameters)
            rows = cursor.fetchall()
        total, facets = self.counting.read(row[:-3] for row in rows if row[0] != PAGE_ROW)
        keys = _read_keys(row[-3:] for row in rows if row[0] == PAGE_ROW)
        return Answer(sorted(keys, key=_place, reverse=True), total, facets)

    def _is_of_everybody(self) -> bool:
        request = self.request
        return request.within is None and not request.words and not request.certificate

    def _page(self) -> str:
        after = self.request.after
        behind = "1 = 1"
        if after is not None:
            value = self.narrowing.value
            behind = (
                f"(at, enrolment_id, module_key) <"
                f" ({value(after.at)}, {value(after.enrolment_id)}, {value(after.module_key)})"
            )
        return (
            f"SELECT at, enrolment_id, module_key FROM counted"  # noqa: S608  our own
            f" WHERE {self.counting.all_but()} AND {behind} ORDER BY {ORDER} LIMIT {int(self.request.limit)}"
        )


def _read_keys(rows: Iterable[tuple[Any, ...]]) -> Iterator[Key]:
    for at, enrolment_id, module_key in rows:
        if moment := as_moment(at):
            yield Key(moment, enrolment_id, as_key(module_key))


def _place(key: Key) -> tuple[datetime, int, UUID]:
    """In the order of a page; a union has none."""
    return key.at, key.enrolment_id, key.module_key
