"""What is asked of SQLite's FTS5 and of PostgreSQL's tsvector: the same question, in the words of each.

Tokens are letters and digits only, so that in quotes they are safe in either.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, ClassVar, Literal, TypeAlias

from django.db import connection

from search.engines.base import Reading, Sort

Field: TypeAlias = Literal["anywhere", "title"]
# Id, thing, shelf, and what they are sorted by, where that is asked for: as text, which sorts as moments and numbers of
# so many digits do. To make datetimes of them costs more than all the rest.
Row: TypeAlias = tuple[int, int, int, Any]

SCANNED = 20_000  # entries that a search counts at most: a word of every second text stays fast


@dataclass(frozen=True)
class Wanted:
    """One typed word, as the tokens that do for it: in the words of an entry, or among its loose ones."""

    words: tuple[tuple[str, ...], ...]
    loose: tuple[str, ...] = ()


class Sqlite:
    ANYWHERE = "{title_tokens extra_tokens body_tokens}"
    SORTED_BY: ClassVar[dict[Sort, str]] = {
        "relevance": "NULL",
        "date": "e.moment || ''",
        "often": "printf('%%09d', e.times) || coalesce(e.moment, '')",
    }
    ROWS = (
        "SELECT e.id, e.thing, e.shelf, {sorted_by} FROM {index} AS f"
        " JOIN search_searchentry AS e INDEXED BY entries_in_short ON e.id = f.rowid"
        " WHERE {index} MATCH %s ORDER BY f.rowid DESC LIMIT %s"
    )

    def term(self, wanted: Wanted, where: Field) -> str:
        columns = self.ANYWHERE if where == "anywhere" else "title_tokens"
        parts = [f"{columns} : ({any_of(wanted.words, self.quote, ' AND ', ' OR ')})"]
        if wanted.loose and where == "anywhere":
            parts.append(f"loose_tokens : ({' OR '.join(map(self.quote, wanted.loose))})")
        return f"({' OR '.join(parts)})"

    def all_of(self, terms: Sequence[str]) -> str:
        return f"({' AND '.join(terms)})"

    def one_of(self, terms: Sequence[str]) -> str:
        return f"({' OR '.join(terms)})"

    def begun(self, forms: Sequence[str], *, is_begun: bool) -> str:
        """Titles with all the forms; the last may go on."""
        words = [self.quote(form) for form in forms]
        return " AND ".join(words) + ("*" if is_begun else "")

    def rows(self, expression: str, limit: int, sort: Sort = "relevance") -> list[Row]:
        return self._rows("search_words", expression, limit, sort)

    def rows_by_form(self, expression: str, limit: int, sort: Sort = "relevance") -> list[Row]:
        return self._rows("search_forms", expression, limit, sort)

    def _rows(self, index: str, expression: str, limit: int, sort: Sort) -> list[Row]:
        sql = self.ROWS.format(index=index, sorted_by=self.SORTED_BY[sort])
        return fetch(sql, [expression, limit])

    @staticmethod
    def quote(token: str) -> str:
        return f'"{token}"'

    def keys(self, expression: str, limit: int) -> set[int]:
        """The primary keys alone."""
        sql = "SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY rowid DESC LIMIT %s"
        return {row[0] for row in fetch(sql, [expression, limit])}


class Postgresql:
    SORTED_BY: ClassVar[dict[Sort, str]] = {
        "relevance": "NULL",
        "date": "moment::text",
        "often": "lpad(times::text, 9, '0') || coalesce(moment::text, '')",
    }
    ROWS = (
        "SELECT id, thing, shelf, {sorted_by} FROM search_searchentry"
        " WHERE {column} @@ %s::tsquery LIMIT %s"
    )

    def term(self, wanted: Wanted, where: Field) -> str:
        quote = self.quote if where == "anywhere" else self.quote_of_title
        parts = [any_of(wanted.words, quote, " & ", " | ")]
        if where == "anywhere":
            parts += map(self.quote_loose, wanted.loose)
        return f"({' | '.join(parts)})"

    def all_of(self, terms: Sequence[str]) -> str:
        return f"({' & '.join(terms)})"

    def one_of(self, terms: Sequence[str]) -> str:
        return f"({' | '.join(terms)})"

    def begun(self, forms: Sequence[str], *, is_begun: bool) -> str:
        """Titles with all the forms; the last may go on."""
        words = [self.quote(form) for form in forms]
        return " & ".join(words) + (":*" if is_begun else "")

    def rows(self, expression: str, limit: int, sort: Sort = "relevance") -> list[Row]:
        return self._rows("words", expression, limit, sort)

    def rows_by_form(self, expression: str, limit: int, sort: Sort = "relevance") -> list[Row]:
        return self._rows("forms", expression, limit, sort)

    def _rows(self, column: str, expression: str, limit: int, sort: Sort) -> list[Row]:
        sql = self.ROWS.format(column=column, sorted_by=self.SORTED_BY[sort])
        return fetch(sql, [expression, limit])

    @staticmethod
    def quote(token: str) -> str:
        return f"'{token}'"

    # As the index has them: `search/migrations/_full_text.py`.
    @staticmethod
    def quote_of_title(token: str) -> str:
        return f"'={token}'"

    @staticmethod
    def quote_loose(token: str) -> str:
        return f"'~{token}'"

    def keys(self, expression: str, limit: int) -> set[int]:
        """The primary keys alone."""
        sql = "SELECT id FROM search_searchentry WHERE words @@ %s::tsquery LIMIT %s"
        return {row[0] for row in fetch(sql, [expression, limit])}


Dialect: TypeAlias = Sqlite | Postgresql


def dialect() -> Dialect:
    """The words of the database in use."""
    return Sqlite() if connection.vendor == "sqlite" else Postgresql()


def fetch(sql: str, values: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Row] = cursor.fetchall()
    return rows


def any_of(words: Iterable[Sequence[str]], quote: Callable[[str], str], and_: str, or_: str) -> str:
    """One of these; of several tokens that belong together, all."""
    return or_.join(
        quote(each[0]) if len(each) == 1 else f"({and_.join(map(quote, each))})" for each in words
    )


def expression_of(
    speak: Dialect, wanted: Sequence[Wanted], needed: int, where: Field = "anywhere"
) -> str:
    """At least so many of the words."""
    terms = [speak.term(each, where) for each in wanted]
    return speak.one_of([speak.all_of(some) for some in combinations(terms, needed)])


def forms_of(reading: Reading) -> list[str]:
    return [term.form for term in reading.terms]
