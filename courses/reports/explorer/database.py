"""The explorer answered by the database: SQLite and PostgreSQL count the same records in their own ways."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

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
        self.filters = {
            name: self.narrowing.is_one_of(FIELDS[name], values)
            for name, values in request.chosen.items()
        }

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

    def all_but(self, facet: str = "") -> str:
        """The filters in force, but for one facet's own."""
        conditions = [sql for name, sql in self.filters.items() if name != facet]
        return " AND ".join(conditions) or "1 = 1"

    def answer(self) -> Answer:
        """The counts and the page, in one statement: to put the records together is what takes long."""
        counted = self._columns()
        is_postgresql = connection.vendor == "postgresql"
        counts = (
            self._counted_together(counted) if is_postgresql else self._counted_in_turn(counted)
        )
        none = "CAST(NULL AS timestamptz), CAST(NULL AS bigint), CAST(NULL AS uuid)"
        asked = f"SELECT c.*, {none} FROM ({' UNION ALL '.join(counts)}) c"  # noqa: S608  our own
        if self.request.limit:
            page = f"SELECT {PAGE_ROW}, CAST(NULL AS text), 0, p.* FROM ({self._page()}) p"  # noqa: S608
            asked += f" UNION ALL {page}"
        with transaction.atomic(), connection.cursor() as cursor:
            if is_postgresql and self._is_of_everybody():
                # The planner takes a tenth of the rows to be there, and would look each up in the others' indexes.
                cursor.execute("SET LOCAL enable_nestloop = off")
            cursor.execute(f"WITH {self.records} {asked}", self.narrowing.parameters)
            rows = cursor.fetchall()
        total, facets = self._read_counts([row[:3] for row in rows if row[0] != PAGE_ROW], counted)
        keys = _read_keys(row[3:] for row in rows if row[0] == PAGE_ROW)
        return Answer(sorted(keys, key=_place, reverse=True), total, facets)

    def _is_of_everybody(self) -> bool:
        request = self.request
        return request.within is None and not request.words and not request.certificate

    def _read_counts(
        self, rows: Iterable[tuple[Any, ...]], counted: Sequence[tuple[str, list[str]]]
    ) -> tuple[int, dict[str, dict[Any, int]]]:
        found: dict[str, dict[Any, int]] = {name: {} for name in self.request.facets}
        total = 0
        for number, value, count in rows:
            if number == 0:
                total = count
            else:
                column, names = counted[number - 1]
                for name in names:
                    found[name][_of_column(column, value)] = count
        return total, found

    def _columns(self) -> list[tuple[str, list[str]]]:
        """What is counted, each with the facets that it is for: those without a filter of their own share a column."""
        shared: dict[str, list[str]] = {}
        for name in self.request.facets:
            if name not in self.filters:
                shared.setdefault(FIELDS[name], []).append(name)
        filtered = [(FIELDS[name], [name]) for name in self.request.facets if name in self.filters]
        return [*shared.items(), *filtered]

    def _counted_in_turn(self, counted: Sequence[tuple[str, list[str]]]) -> list[str]:
        """A pass over the records for all of them, and one for each column."""
        return [
            f"SELECT 0, NULL, COUNT(*) FROM records WHERE {self.all_but()}",  # noqa: S608  our own
            *(self._count(number, *column) for number, column in enumerate(counted, start=1)),
        ]

    def _counted_together(self, counted: Sequence[tuple[str, list[str]]]) -> list[str]:
        """A pass for all facets that have no filter of their own, one for each other: PostgreSQL's grouping sets."""
        shared = {
            column: number
            for number, (column, [name, *_]) in enumerate(counted, start=1)
            if name not in self.filters
        }
        which = " ".join(f"WHEN GROUPING({column}) = 0 THEN {n}" for column, n in shared.items())
        # Text only when it has been counted: so few values are left.
        value = ", ".join([*(f"{column}::text" for column in shared), "NULL"])
        number = f"CASE {which} ELSE 0 END" if which else "0"
        sets = ", ".join([*(f"({column})" for column in shared), "()"])
        together = (
            f"SELECT {number} AS number, COALESCE({value}) AS value, COUNT(*)"  # noqa: S608  our own columns
            f" FROM records WHERE {self.all_but()} GROUP BY GROUPING SETS ({sets})"
        )
        apart = [
            self._count(number, column, names, cast="::text")
            for number, (column, names) in enumerate(counted, start=1)
            if names[0] in self.filters
        ]
        return [together, *apart]

    def _count(self, number: int, column: str, names: Sequence[str], cast: str = "") -> str:
        return (
            f"SELECT {number}, {column}{cast}, COUNT(*) FROM records"  # noqa: S608  our own columns
            f" WHERE {self.all_but(names[0])} GROUP BY {column}"
        )

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
            f"SELECT at, enrolment_id, module_key FROM records"  # noqa: S608  our own
            f" WHERE {self.all_but()} AND {behind} ORDER BY {ORDER} LIMIT {int(self.request.limit)}"
        )


def _read_keys(rows: Iterable[tuple[Any, ...]]) -> Iterator[Key]:
    for at, enrolment_id, module_key in rows:
        if moment := as_moment(at):
            yield Key(moment, enrolment_id, as_key(module_key))


def _place(key: Key) -> tuple[datetime, int, UUID]:
    """In the order of a page; a union has none."""
    return key.at, key.enrolment_id, key.module_key


def _of_column(column: str, value: Any) -> Any:
    """The value as the facets know it: PostgreSQL tells all of them as text."""
    if value is None:
        return None
    if column.endswith("_key"):
        return as_key(value)
    return int(value) if column.endswith("_id") else value
