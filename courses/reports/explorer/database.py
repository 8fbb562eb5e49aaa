"""The explorer answered by the database: SQLite and PostgreSQL count the same records in their own ways."""

from typing import Any

from django.db import connection

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


class DatabaseEngine:
    """Reads the rows themselves: always of this moment."""

    name = "database"

    def answer(self, request: Request) -> Answer:
        """Count, and find the records of the page."""
        asked = Statement(request)
        total, facets = asked.counts()
        return Answer(asked.page() if request.limit else [], total, facets)


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

    def counts(self) -> tuple[int, dict[str, dict[Any, int]]]:
        """How many fit, and of each facet how many of each value."""
        facets = self.request.facets
        one_pass = connection.vendor == "postgresql"
        rows = self._run(self._counted_in_one_pass() if one_pass else self._counted_in_turn())
        found: dict[str, dict[Any, int]] = {name: {} for name in facets}
        total = 0
        for number, value, count in rows:
            if number == 0:
                total = count
            elif count:
                name = facets[number - 1]
                known = as_key(value) if FIELDS[name].endswith("_key") else value
                known = int(known) if FIELDS[name].endswith("_id") and known is not None else known
                found[name][known] = count
        return total, found

    def _counted_in_turn(self) -> str:
        """A pass over the records for each facet."""
        parts = [f"SELECT 0, NULL, COUNT(*) FROM records WHERE {self.all_but()}"]  # noqa: S608  our own
        for number, name in enumerate(self.request.facets, start=1):
            column = FIELDS[name]
            parts.append(
                f"SELECT {number}, {column}, COUNT(*) FROM records"  # noqa: S608  our own columns
                f" WHERE {self.all_but(name)} GROUP BY {column}"
            )
        return f"WITH {self.records} {' UNION ALL '.join(parts)}"

    def _counted_in_one_pass(self) -> str:
        """All of them in one pass: PostgreSQL knows grouping sets, and counts each under its own condition."""
        facets = self.request.facets
        # Region and municipality are the same column: the set of a facet is told by a column of its own.
        columns = [f"{FIELDS[name]}::text AS f{n}" for n, name in enumerate(facets, start=1)]
        fits = [f"({self.all_but(name)}) AS w{n}" for n, name in enumerate(("", *facets))]
        numbers = range(1, len(facets) + 1)
        return (
            f"WITH {self.records}, marked AS (SELECT {', '.join([*columns, *fits])} FROM records)"  # noqa: S608  our own
            f" SELECT {_first_grouped(numbers)}, COALESCE({', '.join([*(f'f{n}' for n in numbers), 'NULL'])}),"
            f" CASE {_first_grouped(numbers)}"
            + "".join(f" WHEN {n} THEN COUNT(*) FILTER (WHERE w{n})" for n in (0, *numbers))
            + " END FROM marked GROUP BY GROUPING SETS ("
            + ", ".join([*(f"(f{n})" for n in numbers), "()"])
            + ")"
        )

    def page(self) -> list[Key]:
        """The keys of one page."""
        after = self.request.after
        behind = "1 = 1"
        if after is not None:
            value = self.narrowing.value
            behind = (
                f"(at, enrolment_id, module_key) <"
                f" ({value(after.at)}, {value(after.enrolment_id)}, {value(after.module_key)})"
            )
        rows = self._run(
            f"WITH {self.records} SELECT at, enrolment_id, module_key FROM records"  # noqa: S608  our own
            f" WHERE {self.all_but()} AND {behind} ORDER BY {ORDER} LIMIT {int(self.request.limit)}"
        )
        return [
            Key(moment, enrolment_id, as_key(module_key))
            for at, enrolment_id, module_key in rows
            if (moment := as_moment(at))
        ]

    def _run(self, sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, self.narrowing.parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows


def _first_grouped(numbers: range) -> str:
    """The number of the facet that a line is of; 0 for the line of everything."""
    cases = " ".join(f"WHEN GROUPING(f{n}) = 0 THEN {n}" for n in numbers)
    return f"(CASE {cases} ELSE 0 END)" if cases else "(0)"
