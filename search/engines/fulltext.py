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


class Dialect:
    """How expressions are written, and what is asked with them."""

    AND: ClassVar[str]
    OR: ClassVar[str]
    BEGUN: ClassVar[str]  # behind a form that may go on
    WORDS: ClassVar[str]  # where an expression looks: in the words of entries,
    FORMS: ClassVar[str]  # or in the forms of their titles
    SORTED_BY: ClassVar[dict[Sort, str]]
    ROWS: ClassVar[str]
    KEYS: ClassVar[str]

    def term(self, wanted: Wanted, where: Field) -> str:
        raise NotImplementedError

    @staticmethod
    def quote(token: str) -> str:
        raise NotImplementedError

    def all_of(self, terms: Iterable[str]) -> str:
        return f"({self.AND.join(terms)})"

    def one_of(self, terms: Iterable[str]) -> str:
        return f"({self.OR.join(terms)})"

    def begun(self, forms: Iterable[str], *, is_begun: bool) -> str:
        """Titles with all the forms; the last may go on."""
        return self.AND.join(map(self.quote, forms)) + (self.BEGUN if is_begun else "")

    def rows(self, expression: str, limit: int, sort: Sort = "relevance") -> list[Row]:
        return self._rows(self.WORDS, expression, limit, sort)

    def rows_by_form(self, expression: str, limit: int, sort: Sort = "relevance") -> list[Row]:
        return self._rows(self.FORMS, expression, limit, sort)

    def _rows(self, where: str, expression: str, limit: int, sort: Sort) -> list[Row]:
        sql = self.ROWS.format(where=where, sorted_by=self.SORTED_BY[sort])
        return fetch(sql, [expression, limit])

    def keys(self, expression: str, limit: int) -> set[int]:
        """The primary keys alone."""
        return {row[0] for row in fetch(self.KEYS, [expression, limit])}

    def any_of(self, words: Iterable[Sequence[str]], quote: Callable[[str], str]) -> str:
        """One of these; of several tokens that belong together, all."""
        return self.OR.join(
            quote(each[0]) if len(each) == 1 else self.all_of(map(quote, each)) for each in words
        )


class Sqlite(Dialect):
    AND, OR, BEGUN = " AND ", " OR ", "*"
    WORDS, FORMS = "search_words", "search_forms"
    ANYWHERE = "{title_tokens extra_tokens body_tokens}"
    SORTED_BY: ClassVar[dict[Sort, str]] = {
        "relevance": "NULL",
        "date": "e.moment || ''",
        "often": "printf('%%09d', e.times) || coalesce(e.moment, '')",
    }
    ROWS = (
        "SELECT e.id, e.thing, e.shelf, {sorted_by} FROM {where} AS f"
        " JOIN search_searchentry AS e INDEXED BY entries_in_short ON e.id = f.rowid"
        " WHERE {where} MATCH %s ORDER BY f.rowid DESC LIMIT %s"
    )
    KEYS = "SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY rowid DESC LIMIT %s"

    def term(self, wanted: Wanted, where: Field) -> str:
        columns = self.ANYWHERE if where == "anywhere" else "title_tokens"
        parts = [f"{columns} : ({self.any_of(wanted.words, self.quote)})"]
        if wanted.loose and where == "anywhere":
            parts.append(f"loose_tokens : {self.one_of(map(self.quote, wanted.loose))}")
        return self.one_of(parts)

    @staticmethod
    def quote(token: str) -> str:
        return f'"{token}"'


class Postgresql(Dialect):
    AND, OR, BEGUN = " & ", " | ", ":*"
    WORDS, FORMS = "words", "forms"
    SORTED_BY: ClassVar[dict[Sort, str]] = {
        "relevance": "NULL",
        "date": "moment::text",
        "often": "lpad(times::text, 9, '0') || coalesce(moment::text, '')",
    }
    # Asked for behind a SELECT, the planner does not see the words. Of several that it has not counted it supposes
    # more rows than there are, and would look for the first fifty through the whole table.
    ROWS = (
        "SELECT id, thing, shelf, {sorted_by} FROM search_searchentry"
        " WHERE {where} @@ (SELECT %s::tsquery) LIMIT %s"
    )
    KEYS = "SELECT id FROM search_searchentry WHERE words @@ (SELECT %s::tsquery) LIMIT %s"

    def term(self, wanted: Wanted, where: Field) -> str:
        quote = self.quote if where == "anywhere" else self.quote_of_title
        parts = [self.any_of(wanted.words, quote)]
        if where == "anywhere":
            parts += map(self.quote_loose, wanted.loose)
        return self.one_of(parts)

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


def dialect() -> Dialect:
    """The words of the database in use."""
    return Sqlite() if connection.vendor == "sqlite" else Postgresql()


def fetch(sql: str, values: list[Any]) -> list[Row]:
    """All rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Row] = cursor.fetchall()
    return rows


def expression_of(
    speak: Dialect, wanted: Sequence[Wanted], needed: int, where: Field = "anywhere"
) -> str:
    """At least so many of the words."""
    terms = [speak.term(each, where) for each in wanted]
    return speak.one_of([speak.all_of(some) for some in combinations(terms, needed)])


def forms_of(reading: Reading) -> list[str]:
    """The words of a reading as they are written."""
    return [term.form for term in reading.terms]
