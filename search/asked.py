"""What the address of a page of results asks for; every state of the page has an address, and one only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from search.engines.base import Sort
from search.parsing import clean
from search.query import FACETS, LAST_PAGE

VALUES = 20  # of one filter; more boxes are not ticked by hand
LONGEST_VALUE = 64  # characters
DIGITS = 4  # of a page's number


@dataclass(frozen=True)
class Asked:
    """The words, filters (by facet), order and page; `within` is the key of a course."""

    text: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: str = ""
    sort: Sort = "relevance"
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """Whatever stands in the address is read as far as it makes sense."""
        found = {name: _values(query, name) for name in FACETS}
        page = query.get("page", "")
        return cls(
            text=clean(query.get("q", "")),
            filters={name: values for name, values in found.items() if values},
            within=_key(query.get("within", "")),
            sort="date" if query.get("sort") == "date" else "relevance",
            page=min(LAST_PAGE, max(1, int(page)))
            if page.isascii() and page.isdigit() and len(page) <= DIGITS
            else 1,
        )

    @property
    def asks(self) -> bool:
        """Whether anything is looked for: an address without words and filters is only the empty box."""
        return bool(self.text or self.filters or self.within)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filters or self.within)

    @property
    def query(self) -> str:
        """The address's query, in one order, without what goes without saying."""
        pairs = [("q", self.text)]
        pairs += [(name, value) for name, values in self.filters.items() for value in values]
        pairs += [("within", self.within)] if self.within else []
        pairs += [("sort", self.sort)] if self.sort != "relevance" else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return urlencode(pairs)

    def instead(self, text: str) -> Self:
        """The same filters with other words."""
        return replace(self, text=text, page=1)

    def without(self, name: str, value: str) -> Self:
        """One filter less."""
        values = tuple(each for each in self.filters.get(name, ()) if each != value)
        filters = {**self.filters, name: values}
        return replace(self, filters={k: v for k, v in filters.items() if v}, page=1)

    def everywhere(self) -> Self:
        """Not only in one course."""
        return replace(self, within="", page=1)

    def unfiltered(self) -> Self:
        """The words alone."""
        return replace(self, filters={}, within="", page=1)

    def by_relevance(self) -> Self:
        return replace(self, sort="relevance", page=1)

    def by_date(self) -> Self:
        return replace(self, sort="date", page=1)

    def at(self, page: int) -> Self:
        return replace(self, page=page)

    def first(self) -> Self:
        """Its first page."""
        return self.at(1)


def _key(text: str) -> str:
    """The key of a course as it is kept; empty for what is none."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    values = (clean(value)[:LONGEST_VALUE] for value in query.getlist(name)[:VALUES])
    return tuple(dict.fromkeys(filter(None, values)))
