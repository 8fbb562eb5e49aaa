"""The index of learning records: one document for each, beside the entries of the search, and counted exactly.

It knows of the documents only the types of their fields; what they mean, and where they come from, is the business of
the room that has them. What is gone stays as an empty document, so that a late retry of an older version is refused.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings

from search.engines.conditions import (
    AllOf,
    AnyOf,
    Begins,
    Between,
    Condition,
    Document,
    Facet,
    Found,
    Not,
    OneOf,
    Query,
)
from search.engines.copies import ANSWERS_WITHIN, Copies, Sent, connected, or_unavailable
from search.shelves import number_of

VALUES = 2_000  # of a facet; there are 500 municipalities
IN_A_PAGE = 5_000  # documents that are compared at once


class Kept(NamedTuple):
    """A living document as the index has it: what it says is one number, by which it is compared."""

    version: int
    says: int


class LearningIndex(Copies):
    """The documents. `fields`: name → `keyword`, `long` or `words`. `forget`: called when all must be sent again."""

    def __init__(
        self,
        fields: Mapping[str, str],
        forget: Callable[[], None],
        answers_within: float = ANSWERS_WITHIN,
    ) -> None:
        alias = f"{settings.ELASTICSEARCH_INDEX_PREFIX}learning"
        super().__init__(connected(answers_within), alias, mappings(fields), forget)

    def find(self, query: Query) -> Found:
        """One request. Raises `EngineUnavailable`."""
        with or_unavailable():
            answer = self.client.search(index=self.alias, **request_of(query))
        return found_in(answer, query)

    def send(self, documents: Sequence[Document]) -> set[str]:
        """Put these into every copy there is. The keys of those that are in all of them."""
        return self.send_parts([_sent(documents)])

    def rebuild(self, parts: Iterable[Sequence[Document]]) -> int:
        """A new index with these documents, read only now, in place of the old one. How many there are."""
        return self.rebuild_from(map(_sent, parts))

    def kept(self, number: str, *others: str, since: int, until: int | None) -> dict[str, Kept]:
        """The living documents with a number in this span, by key. The fields must name each document as its key does.

        Nothing where there is no index. Call `refresh` before, to see what has just been sent.
        """
        within = in_words(Between(number, since, until))
        kept: dict[str, Kept] = {}
        after: list[Any] = []
        with or_unavailable():
            if self.alias not in self.targets():
                return kept
            while True:
                answer = self.slow.search(
                    index=self.alias,
                    query={"bool": {"filter": [{"term": {"is_gone": False}}, within]}},
                    sort=[{name: "asc"} for name in (number, *others)],
                    size=IN_A_PAGE,
                    version=True,
                    source=False,
                    docvalue_fields=[{"field": "says"}],
                    track_total_hits=False,
                    allow_partial_search_results=False,
                    search_after=after or None,
                )
                hits = answer["hits"]["hits"]
                if not hits:
                    return kept
                for hit in hits:
                    kept[hit["_id"]] = Kept(hit["_version"], hit["fields"]["says"][0])
                after = hits[-1]["sort"]

    def versions_of(self, keys: Sequence[str]) -> dict[str, int]:
        """In which version the index has these documents, what is gone among them. As many keys as fit a page."""
        with or_unavailable():
            if self.alias not in self.targets():
                return {}
            answer = self.slow.search(
                index=self.alias,
                query={"ids": {"values": list(keys)}},
                size=IN_A_PAGE,
                version=True,
                source=False,
                track_total_hits=False,
                allow_partial_search_results=False,
            )
        return {hit["_id"]: hit["_version"] for hit in answer["hits"]["hits"]}

    def refresh(self) -> None:
        """Let what has been sent be found at once; otherwise it takes a second."""
        with or_unavailable():
            self.slow.indices.refresh(index=self.alias, ignore_unavailable=True)


def says(document: Document) -> int:
    """All that the document says, as a number: it itself is not kept in the index."""
    return number_of(json.dumps(document.fields, sort_keys=True))


def _sent(documents: Sequence[Document]) -> list[Sent]:
    return [
        Sent(
            each.key,
            each.version,
            {**(each.fields or {}), "is_gone": each.fields is None, "says": says(each)},
            is_gone=each.fields is None,
        )
        for each in documents
    ]


def mappings(fields: Mapping[str, str]) -> dict[str, Any]:
    """The types of the fields. The documents themselves are not kept: all that is shown comes from the database."""
    types: dict[str, dict[str, Any]] = {
        "keyword": {"type": "keyword"},
        "long": {"type": "long"},
        "words": {
            "type": "text",
            "analyzer": "whitespace",
            "index_options": "docs",
            "norms": False,
            "index_prefixes": {"min_chars": 1, "max_chars": 10},
        },
    }
    return {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "properties": {
            "is_gone": {"type": "boolean"},
            "says": {"type": "long", "index": False},
            **{name: types[kind] for name, kind in fields.items()},
        },
    }


def request_of(query: Query) -> dict[str, Any]:
    """The query in Elasticsearch's words. A filter that no facet is counted without narrows the search at once."""
    later = {name: each for name, each in query.filters.items() if name in query.facets}
    at_once = [each for name, each in query.filters.items() if name not in later]
    always = [in_words(each) for each in (*query.always, *at_once)]
    request: dict[str, Any] = {
        "query": {"bool": {"filter": [{"term": {"is_gone": False}}, *always]}},
        "sort": [{name: "desc"} for name in query.sort],
        "size": query.limit,
        "source": False,
        "track_total_hits": True,
        "allow_partial_search_results": False,
        "aggs": counts_of(query.facets, later),
    }
    if later:
        request["post_filter"] = in_words(AllOf(tuple(later.values())))
    if query.after:
        request["search_after"] = list(query.after)
    return request


def counts_of(
    facets: Mapping[str, Facet], later: Mapping[str, Condition]
) -> dict[str, dict[str, Any]]:
    """The counts: those that are taken of the same documents stand together, and each is taken once."""
    counts: dict[str, dict[str, Any]] = {}
    for name, facet in facets.items():
        others = AllOf(tuple(each for other, each in later.items() if other != name))
        group = counts.setdefault(group_of(name, later), {"filter": in_words(others), "aggs": {}})
        group["aggs"][facet.values_of or name] = _count(facet)
    return counts


def group_of(name: str, later: Mapping[str, Condition]) -> str:
    """Facets that are not filtered are all counted with all filters."""
    return name if name in later else "rest"


def _count(facet: Facet) -> dict[str, Any]:
    if not facet.conditions:
        return {"terms": {"field": facet.values_of, "size": VALUES}}
    named = {value: in_words(each) for value, each in facet.conditions.items()}
    return {"filters": {"filters": named}}


def in_words(condition: Condition) -> dict[str, Any]:
    """A condition as Elasticsearch takes it in a filter."""
    match condition:
        case OneOf(name, values):
            return {"terms": {name: list(values)}}
        case Between(name, since, until):
            ends = {"gte": since, "lt": until}
            return {"range": {name: {end: at for end, at in ends.items() if at is not None}}}
        case Begins(name, words):
            return {"bool": {"filter": [{"prefix": {name: word}} for word in words]}}
        case Not(inner):
            return {"bool": {"must_not": [in_words(inner)]}}
        case AllOf(inner_ones):
            return {"bool": {"filter": [in_words(each) for each in inner_ones]}}
        case AnyOf(inner_ones):
            return {"bool": {"should": [in_words(each) for each in inner_ones]}}


def found_in(answer: Any, query: Query) -> Found:
    """What Elasticsearch answered."""
    facets: dict[str, dict[Any, int]] = {}
    for name, facet in query.facets.items():
        group = answer["aggregations"][group_of(name, query.filters)]
        buckets = group[facet.values_of or name]["buckets"]
        pairs = (
            ((value, each["doc_count"]) for value, each in buckets.items())
            if isinstance(buckets, dict)
            else ((each["key"], each["doc_count"]) for each in buckets)
        )
        facets[name] = {value: count for value, count in pairs if count}
    hits = [hit["sort"] for hit in answer["hits"]["hits"]]
    return Found(hits, answer["hits"]["total"]["value"], facets)
