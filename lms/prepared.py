"""Questions that every page asks: the queryset is built and turned into SQL once, and then only filled in.

Building and compiling is more than half of what a small query costs the web process (decision 0005). Only for
querysets that are the same each time but for the values of their slots: nothing that depends on the language, no lists
of varying length, no prefetching.
"""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Expression, Field, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
TENS = 10  # things on a page are asked about in so many, or twice, or three times
# The queryset, what it became, and how its rows are read.
Compiled = tuple[Any, SQLCompiler, str, tuple[Any, ...], dict[int, Any]]


class Slot(Expression):
    """The place of a value in a prepared question; `field` says how the database wants it."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class Prepared(Generic[Row]):
    """`build` is called once, with a slot for each of `fields`, and returns the queryset."""

    def __init__(
        self, build: Callable[..., QuerySet[Any, Row]], **fields: "Field[Any, Any]"
    ) -> None:
        self._build = build
        self._slots = {name: Slot(name, field) for name, field in fields.items()}
        self._compiled: Compiled | None = None

    def all(self, **values: object) -> list[Row]:
        """The rows for these values, one for each slot. Raises `KeyError` when one is missing."""
        queryset, compiler, sql, params, converters = self._compiled or self._compile()
        connection = connections[queryset.db]
        filled = tuple(
            param.output_field.get_db_prep_value(values[param.name], connection)
            if isinstance(param, Slot)
            else param
            for param in params
        )
        # A copy each time: threads ask at the same moment, each through a connection of its own.
        mine: Any = copy(compiler)
        mine.connection = connection
        mine.execute_sql = lambda *_, **__: [_rows(connection, sql, filled)]
        mine.get_converters = lambda _expressions: converters
        mine.has_composite_fields = lambda _expressions: False
        query: Any = copy(queryset.query)
        query.get_compiler = lambda *_, **__: mine
        # What QuerySet._clone copies, but for what no prepared question has.
        asked: Any = type(queryset)(queryset.model, query, queryset.db)
        asked._fields = queryset._fields  # noqa: SLF001
        rows: list[Row] = list(queryset._iterable_class(asked))  # noqa: SLF001
        return rows

    def first(self, **values: object) -> Row | None:
        """The first row, or None. The queryset itself limits what is read."""
        rows = self.all(**values)
        return rows[0] if rows else None

    def _compile(self) -> Compiled:
        queryset: Any = self._build(**self._slots)
        if queryset._prefetch_related_lookups:  # noqa: SLF001
            raise ValueError(
                "A prepared question prefetches nothing: prepare what is read besides."
            )
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        columns = [each[0] for each in compiler.select[: compiler.col_count]]
        if compiler.has_extra_select or compiler.has_composite_fields(columns):
            raise ValueError("A prepared question reads no columns but those it gives.")
        converters = compiler.get_converters(columns)
        self._compiled = queryset, compiler, sql, tuple(params), converters
        return self._compiled


def _rows(connection: Any, sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


class PreparedForMany(Generic[Row]):
    """A question about the things of a page, however many: `build` is also given the condition that `about` is one of
    them. Prepared for tens of them.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Any, Row]],
        about: str,
        key: "Field[Any, Any]",
        **fields: "Field[Any, Any]",
    ) -> None:
        self._build, self._about, self._key, self._fields = build, about, key, fields
        self._for: dict[int, Prepared[Row]] = {}

    def all(self, keys: Iterable[object], **values: object) -> list[Row]:
        """The rows about these things; none, without a question, if there are none."""
        keys = list(keys)
        if not keys:
            return []
        places = -(-len(keys) // TENS) * TENS
        if places not in self._for:
            self._for[places] = self._prepare([f"key_{place}" for place in range(places)])
        # A place that is left over asks for the first once more.
        keys += keys[:1] * (places - len(keys))
        return self._for[places].all(
            **{f"key_{place}": key for place, key in enumerate(keys)}, **values
        )

    def _prepare(self, names: list[str]) -> Prepared[Row]:
        def build(**slots: Slot) -> QuerySet[Any, Row]:
            about = Q()
            for name in names:
                about |= Q(**{self._about: slots.pop(name)})
            return self._build(about, **slots)

        return Prepared(build, **dict.fromkeys(names, self._key), **self._fields)
