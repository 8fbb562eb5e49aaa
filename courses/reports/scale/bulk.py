"""Rows by the hundred thousand: COPY on PostgreSQL, one prepared statement elsewhere. Keys are given, not asked for."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models


def first_free_key(model: type[models.Model]) -> int:
    """The number from which rows of the table may be numbered. Nobody else may write meanwhile."""
    rows: models.Manager[models.Model] = model.objects  # type: ignore[attr-defined]  # all of ours have it
    last: int | None = rows.aggregate(last=models.Max("pk"))["last"]
    return (last or 0) + 1


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows as they are; the constraints of the table decide. `names` are those of the fields.

    `rows` may not ask the database for anything: while they are copied, the connection is busy.
    """
    meta = model._meta
    fields: list[Any] = [meta.get_field(name) for name in names]
    json_places = [n for n, field in enumerate(fields) if isinstance(field, models.JSONField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    table = quote(meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(_with_json(row, json_places))
            return
        places = ", ".join(["%s"] * len(fields))
        prepared: Any = (
            [
                field.get_db_prep_save(value, connection)
                for field, value in zip(fields, row, strict=True)
            ]
            for row in rows
        )
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", prepared)  # noqa: S608  names of our own tables


def _with_json(row: Sequence[Any], places: Sequence[int]) -> Sequence[Any]:
    """The row with its values at these places as JSON text."""
    if not places:
        return row
    return [json.dumps(value) if n in places else value for n, value in enumerate(row)]


def continue_numbering(written: Iterable[type[models.Model]]) -> None:
    """Let the tables' own counters go on behind the given keys."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(written)):
            cursor.execute(statement)


def count_anew() -> None:
    """Let PostgreSQL's planner see what has been written, and the visibility map make index-only scans possible.

    Inside somebody's transaction there is no vacuuming, only counting.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
