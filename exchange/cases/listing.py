"""The library: which cases there are, narrowed by what they are about, with the count of each choice.

Words are answered by the search; without words the rows are read as they are, first what others took up most often.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.cases.access import User
from exchange.cases.models import CaseText
from exchange.cases.narrowing import (
    MAP,
    NAMES,
    SIZE,
    TAKEN,
    TEXTS,
    TOTAL,
    Counts,
    count_choices,
    texts_from,
)
from lms.keys import key_from
from search.engines.base import Sort
from search.facets import Facet, choices_of
from search.parsing import clean
from search.query import search

LAST_PAGE = 100  # of what words find; nobody reads on
OF_SEARCH = {"service": "topic"}  # what the search calls a facet of the library
VALUES, LONGEST_VALUE = 20, 64  # of one filter; characters of one

ORDER_WORDS: dict[Sort, str | Promise] = {
    "relevance": _("The best first"),
    "often": _("Taken up most often"),
    "date": _("The latest first"),
}


@dataclass(frozen=True)
class Asked:
    """What the address of the library asks for."""

    text: str
    filters: Mapping[str, tuple[str, ...]]
    sort: Sort
    page: str

    @classmethod
    def read(cls, query: QueryDict) -> "Asked":
        """Whatever stands in the address is read as far as it makes sense."""
        found = {name: _values(query, name) for name in NAMES}
        text = clean(query.get("q", ""))
        sort = query.get("sort")
        return cls(
            text=text,
            filters={name: values for name, values in found.items() if values},
            sort="date" if sort == "date" else "often" if sort == "often" else usual(text),
            page=query.get("page", ""),
        )

    def query(self, **instead: Any) -> str:
        """The address's query without the page; `filters` or `sort` may be others."""
        filters = instead.get("filters", self.filters)
        sort = instead.get("sort", self.sort)
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name, values in filters.items() for value in values]
        pairs += [("sort", sort)] if sort != self.usual else []
        return urlencode(pairs)

    @property
    def usual(self) -> Sort:
        """The order that is meant if nothing is said."""
        return usual(self.text)

    @property
    def orders(self) -> list[tuple[str | Promise, str, bool]]:
        """Those that one may choose: words, the query, and whether it is this."""
        sorts = [sort for sort in ORDER_WORDS if self.text or sort != "relevance"]
        return [(ORDER_WORDS[sort], self.query(sort=sort), sort == self.sort) for sort in sorts]

    def without(self, name: str, value: str) -> str:
        """The query with one filter less."""
        rest = tuple(each for each in self.filters[name] if each != value)
        return self.query(filters={**self.filters, name: rest})


@dataclass(frozen=True)
class Library:
    """A page of the library. `regions`: how many cases each has, however the list is narrowed, if it is not of
    words; `taken_up`: how often others took them up.
    """

    asked: Asked
    texts: list[CaseText]
    page: Page[int]
    facets: list[Facet]
    chosen: list[tuple[str | Promise, str]]  # words, and the query without it
    regions: dict[str, int]
    taken_up: dict[str, int]


def read_library(user: User, language: str, query: QueryDict) -> Library:
    """What this person asked for, in the words of the language."""
    asked = Asked.read(query)
    if asked.text:
        texts, page, counts = _found(user, language, asked)
    else:
        counts = count_choices(language, asked.filters)
        page = _page(sum(counts[TOTAL].values()), asked.page)
        start = (page.number - 1) * SIZE
        texts = texts_from(start, language, asked.filters, asked.sort) if page else []
    facets, chosen = _facets(counts, asked, language)
    return Library(asked, texts, page, facets, chosen, counts.get(MAP, {}), counts.get(TAKEN, {}))


def _found(user: User, language: str, asked: Asked) -> tuple[list[CaseText], Page[int], Counts]:
    """By words: what the search finds, in its order."""
    number = key_from(asked.page) or 1
    results = search(
        user,
        asked.text,
        language=language,
        kinds=["case"],
        filters={OF_SEARCH.get(name, name): values for name, values in asked.filters.items()},
        sort=asked.sort,
        page=min(max(number, 1), LAST_PAGE),
        size=SIZE,
    )
    keys = [UUID(hit.key) for hit in results.hits]
    by_key = {text.case.key: text for text in TEXTS.all(keys, language=language)}
    texts = [by_key[key] for key in keys if key in by_key]
    counts = {name: results.facets[OF_SEARCH.get(name, name)] for name in NAMES}
    return texts, _page(min(results.total, LAST_PAGE * SIZE), asked.page), counts


def _page(total: int, asked: str) -> Page[int]:
    """The page of so many cases that was asked for, or the nearest that there is."""
    return Paginator(range(total), SIZE).get_page(asked)


def usual(text: str) -> Sort:
    """With words the best first, without what others took up most often."""
    return "relevance" if text else "often"


def _facets(
    counts: Counts, asked: Asked, language: str
) -> tuple[list[Facet], list[tuple[str | Promise, str]]]:
    facets, chips = [], []
    for name in NAMES:
        chosen = asked.filters.get(name, ())
        choices = choices_of(name, counts.get(name, {}), chosen, language)
        words = {each.value: each.words for each in choices}
        chips += [(words[value], asked.without(name, value)) for value in chosen if value in words]
        if choices:
            facets.append(Facet.of(name, choices))
    return facets, chips


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    values = (clean(value)[:LONGEST_VALUE] for value in query.getlist(name)[:VALUES])
    return tuple(dict.fromkeys(filter(None, values)))
