"""The index of learning records: one document for each, beside the entries of the search, and counted exactly.

It knows of the documents only the types of their fields; what they mean, and where they come from, is the business of
the room that has them. What is gone stays as an empty document, so that a late retry of an older version is refused.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.conf import settings
from elasticsearch import ApiError, BadRequestError, Elasticsearch, TransportError

from search.engines.base import EngineUnavailable
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

logger = logging.getLogger(__name__)

ANSWERS_WITHIN = 1.0  # seconds that a reader waits, then the database answers
TAKES_WITHIN = 20.0  # seconds for a part of the documents
TURNS_WITHIN = 60.0  # seconds for what concerns the whole index
VALUES = 2_000  # of a facet; there are 500 municipalities
WAITS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before a rebuild offers again what was not taken
TAKEN = {200, 201, 409}  # 409: it has this version already, or a newer one


class LearningIndex:
    """The documents. `fields`: name → `keyword`, `long` or `words`. `forget`: called when all must be sent again."""

    def __init__(
        self,
        fields: Mapping[str, str],
        forget: Callable[[], None],
        answers_within: float = ANSWERS_WITHIN,
    ) -> None:
        self.fields = fields
        self.forget = forget
        self.answers_within = answers_within

    @property
    def alias(self) -> str:
        """What is searched."""
        return f"{settings.ELASTICSEARCH_INDEX_PREFIX}learning"

    @property
    def next_alias(self) -> str:
        """What is being filled to take its place; there while a rebuild runs, or has been killed."""
        return f"{self.alias}-next"

    @cached_property
    def client(self) -> Elasticsearch:
        """Connections to all nodes; another node is asked where one refuses, none where one hangs."""
        return Elasticsearch(
            settings.ELASTICSEARCH_NODES,
            request_timeout=self.answers_within,
            max_retries=2,
            retry_on_timeout=False,
            retry_on_status=(502, 503, 504),
        )

    def find(self, query: Query) -> Found:
        """One request. Raises `EngineUnavailable`."""
        with or_unavailable():
            answer = self.client.search(index=self.alias, **request_of(query))
        return found_in(answer, query)

    def send(self, documents: Sequence[Document]) -> set[str]:
        """Put these into every copy there is. The keys of those that are in all of them."""
        with or_unavailable():
            targets = self._targets()
            if self.alias not in targets:
                self.forget()
                self._create(f"{self.alias}-first", self.alias)
                targets = self._targets()
            arrived: Counter[str] = Counter()
            for target in targets:
                arrived.update(self._put(target, documents))
        return {key for key, times in arrived.items() if times == len(targets)}

    def rebuild(self, parts: Iterable[Sequence[Document]]) -> int:
        """A new index with these documents, read only now, in place of the old one. How many there are."""
        name, count = f"{self.alias}-{uuid4().hex}", 0
        with or_unavailable():
            for unfinished, aliases in self._indices().items():
                if self.alias not in aliases:
                    self._slow.indices.delete(index=unfinished, ignore_unavailable=True)
            self._create(name, self.next_alias, refresh_interval="-1")
            for part in parts:
                self._fill(part)
                count += sum(document.fields is not None for document in part)
            self._take_place(name)
        return count

    def refresh(self) -> None:
        """Let what has been sent be found at once; otherwise it takes a second."""
        with or_unavailable():
            self._slow.indices.refresh(index=self.alias)

    @property
    def _slow(self) -> Elasticsearch:
        return self.client.options(request_timeout=TURNS_WITHIN)

    def _targets(self) -> list[str]:
        ours = {self.alias, self.next_alias}
        return sorted({name for names in self._indices().values() for name in names & ours})

    def _indices(self) -> dict[str, set[str]]:
        patient = self.client.options(request_timeout=TAKES_WITHIN)
        found = patient.indices.get_alias(index=f"{self.alias}-*")
        return {name: set(each["aliases"]) for name, each in found.items()}

    def _create(self, name: str, alias: str, **more: Any) -> None:
        shape = {
            "number_of_shards": settings.ELASTICSEARCH_SHARDS,
            "number_of_replicas": settings.ELASTICSEARCH_REPLICAS,
        }
        try:
            self._slow.indices.create(
                index=name,
                mappings=mappings(self.fields),
                settings=shape | more,
                aliases={alias: {}},
            )
        except BadRequestError as failure:
            if failure.error != "resource_already_exists_exception":  # somebody else has just begun
                raise

    def _put(self, target: str, documents: Sequence[Document]) -> list[str]:
        operations: list[Mapping[str, Any]] = []
        for each in documents:
            about = {"_id": each.key, "version": each.version, "version_type": "external"}
            gone = each.fields is None
            operations += [{"index": about}, {**(each.fields or {}), "is_gone": gone}]
        if not operations:
            return []
        patient = self.client.options(request_timeout=TAKES_WITHIN)
        # A name that has stopped to be an alias must not become an index.
        answer = patient.bulk(index=target, operations=operations, require_alias=True)
        return [
            item["index"]["_id"] for item in answer["items"] if item["index"]["status"] in TAKEN
        ]

    def _fill(self, documents: Sequence[Document]) -> None:
        waiting = list(documents)
        for wait in WAITS:
            if not waiting:
                return
            time.sleep(wait)
            taken = set(self._put(self.next_alias, waiting))
            waiting = [each for each in waiting if each.key not in taken]
        if waiting:
            raise EngineUnavailable(f"{len(waiting)} documents were not taken")

    def _take_place(self, name: str) -> None:
        """Searchable and complete, then in one step instead of what was there."""
        self._slow.indices.put_settings(index=name, settings={"refresh_interval": None})
        self._slow.indices.refresh(index=name)
        old = [each for each in self._indices() if each != name]
        self._slow.indices.update_aliases(
            actions=[
                {"add": {"index": name, "alias": self.alias}},
                {"remove": {"index": name, "alias": self.next_alias, "must_exist": True}},
                *({"remove_index": {"index": each}} for each in old),
            ]
        )


@contextmanager
def or_unavailable() -> Iterator[None]:
    """Whatever keeps the server from answering is one and the same to those who ask. Raises `EngineUnavailable`."""
    try:
        yield
    except (ApiError, TransportError) as failure:
        if isinstance(failure, BadRequestError):
            logger.exception("the search engine does not understand us")
        raise EngineUnavailable(str(failure)) from failure


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
