"""The copy of the entries in Elasticsearch: one index behind an alias, until another one takes its place.

Nothing is lost while a copy is made anew: whoever sends has read the rows before it asks which copies there are, and
the new copy is announced before its rows are read. So a change is seen by one of the two, often by both, and of two
versions the newer stays.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from elasticsearch import ApiError, BadRequestError, Elasticsearch, TransportError

from search.engines.base import EngineUnavailable
from search.models import SearchEntry

logger = logging.getLogger(__name__)

ANSWERS_WITHIN = 1.0  # seconds that a reader waits, then the database answers
TAKES_WITHIN = 20.0  # seconds for a part of the entries
TURNS_WITHIN = 60.0  # seconds for what concerns a whole index
ONCE_MORE = 2  # times that another node is asked when one does not answer
IN_A_PART = 500  # entries of one request
CHARACTERS_IN_A_PART = (
    2_000_000  # of their tokens; a server refuses 100 MB, and a small one far less
)
WAITS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before a rebuild offers again what was not taken
IN_A_PAGE = 5_000  # versions that are read at once

CREATED, OK, CONFLICT = 201, 200, 409


def _text(**more: Any) -> dict[str, Any]:
    """Ready tokens: split at spaces, and where in the text they stand is nobody's concern."""
    return {"type": "text", "analyzer": "whitespace", "index_options": "freqs", **more}


MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    # The texts are in the database.
    "_source": {"excludes": ["*_tokens", "title_forms", "title_start"]},
    "dynamic_templates": [
        {"facets": {"path_match": "facets.*", "mapping": {"type": "keyword", "ignore_above": 256}}}
    ],
    "properties": {
        "pk": {"type": "long"},
        "kind": {"type": "keyword"},
        "object_key": {"type": "keyword"},
        "language": {"type": "keyword"},
        "thing": {"type": "long"},
        "moment": {"type": "date"},
        "weight": {"type": "float"},
        "is_deleted": {"type": "boolean"},
        "access": {"type": "keyword"},
        "facets": {"type": "object", "dynamic": True},
        "title_tokens": _text(),
        "extra_tokens": _text(),
        "body_tokens": _text(),
        "loose_tokens": _text(),
        # For completion: each word of a title as it is written, and the whole title as if it were one word.
        "title_forms": _text(norms=False, index_prefixes={"min_chars": 1, "max_chars": 10}),
        "title_start": {
            "type": "text",
            "analyzer": "keyword",
            "index_options": "docs",
            "norms": False,
            "index_prefixes": {"min_chars": 1, "max_chars": 19},
        },
        "title_length": {"type": "integer"},
    },
}
LONGEST_START = 200  # characters of a title that are compared as one word


def document_of(entry: SearchEntry) -> dict[str, Any]:
    """The entry as it is indexed. A tombstone is one too: Elasticsearch itself forgets what is deleted in a minute."""
    if entry.is_deleted:
        return {"pk": entry.pk, "thing": entry.thing, "is_deleted": True}
    return {
        "pk": entry.pk,
        "kind": entry.kind,
        "object_key": entry.object_key,
        "language": entry.language or None,
        "thing": entry.thing,
        "moment": entry.moment.isoformat() if entry.moment else None,
        "weight": max(0.0, entry.weight),
        "is_deleted": False,
        "access": entry.access,
        "facets": entry.facets,
        "title_tokens": entry.title_tokens,
        "extra_tokens": entry.extra_tokens,
        "body_tokens": entry.body_tokens,
        "loose_tokens": entry.loose_tokens,
        "title_forms": entry.title_forms,
        "title_start": entry.title_forms[:LONGEST_START],
        "title_length": len(entry.title_forms),
    }


@contextmanager
def or_unavailable() -> Iterator[None]:
    """Whatever keeps the server from answering is one and the same to those who ask. Raises `EngineUnavailable`."""
    try:
        yield
    except (ApiError, TransportError) as failure:
        if isinstance(failure, BadRequestError):
            logger.exception("the search engine does not understand us")
        raise EngineUnavailable(str(failure)) from failure


@dataclass
class Copy:
    """The indices whose names begin with the prefix, and the two aliases that say what each is for."""

    client: Elasticsearch
    prefix: str

    @property
    def alias(self) -> str:
        """What is searched."""
        return f"{self.prefix}entries"

    @property
    def next_alias(self) -> str:
        """What is being filled to take its place; there while a rebuild runs, or has been killed."""
        return f"{self.prefix}entries-next"

    def send(self, entries: Sequence[SearchEntry]) -> set[int]:
        """Put these rows into every copy there is. The keys of those that are in all of them."""
        patient = self.client.options(request_timeout=TAKES_WITHIN)
        with or_unavailable():
            targets = self._targets()
            if self.alias not in targets:
                self._begin()
                targets.append(self.alias)
            arrived: Counter[int] = Counter()
            for part in parts_of(entries):
                for target in targets:
                    arrived.update(put(patient, target, part))
        return {pk for pk, times in arrived.items() if times == len(targets)}

    def rebuild(self, entries: Iterable[SearchEntry]) -> int:
        """A new index with these rows, read only now, in place of the old one. How many living entries it has."""
        slow = self.client.options(request_timeout=TURNS_WITHIN)
        name = f"{self.prefix}entries-{uuid4().hex}"
        with or_unavailable():
            self._drop_unfinished(slow)
            self._create(slow, name, self.next_alias, refresh_interval="-1", number_of_replicas=0)
            count = 0
            for part in parts_of(entries):
                fill(slow, self.next_alias, part)
                count += sum(not entry.is_deleted for entry in part)
            self._take_place(slow, name)
        return count

    def versions(self) -> Iterator[tuple[int, int]]:
        """The key and the version of every living entry, in the order of the keys; none where there is no copy."""
        slow = self.client.options(request_timeout=TURNS_WITHIN)
        after = -1
        with or_unavailable():
            if self.alias not in self._targets():
                return
            slow.indices.refresh(index=self.alias)
            while True:
                answer = slow.search(
                    index=self.alias,
                    query={"term": {"is_deleted": False}},
                    sort=[{"pk": "asc"}],
                    search_after=[after],
                    size=IN_A_PAGE,
                    version=True,
                    source=False,
                    track_total_hits=False,
                    allow_partial_search_results=False,
                )
                hits = answer["hits"]["hits"]
                if not hits:
                    return
                yield from ((int(hit["_id"]), hit["_version"]) for hit in hits)
                after = hits[-1]["sort"][0]

    def _targets(self) -> list[str]:
        """The aliases there are: the copy that is searched, and the one that is being made."""
        patient = self.client.options(request_timeout=TAKES_WITHIN)
        ours = {self.alias, self.next_alias}
        return sorted({name for names in self._indices(patient).values() for name in names & ours})

    def _begin(self) -> None:
        """An empty index, where there is none; then nothing has been sent, whatever the rows say."""
        SearchEntry.objects.filter(indexed_version__gt=0).update(indexed_version=0)
        try:
            self._create(self.client, f"{self.prefix}entries-first", self.alias)
        except BadRequestError as failure:
            if failure.error != "resource_already_exists_exception":  # somebody else has just begun
                raise

    def _create(self, client: Elasticsearch, name: str, alias: str, **more: Any) -> None:
        client.options(request_timeout=TURNS_WITHIN).indices.create(
            index=name,
            mappings=MAPPINGS,
            settings=shape() | more,
            aliases={alias: {}},
        )

    def _drop_unfinished(self, client: Elasticsearch) -> None:
        """Indices that a killed rebuild has left behind."""
        for name, aliases in self._indices(client).items():
            if self.alias not in aliases:
                client.indices.delete(index=name, ignore_unavailable=True)

    def _indices(self, client: Elasticsearch) -> dict[str, set[str]]:
        """Our indices, each with its aliases."""
        found = client.indices.get_alias(index=f"{self.prefix}entries-*")
        return {name: set(each["aliases"]) for name, each in found.items()}

    def _take_place(self, client: Elasticsearch, name: str) -> None:
        """Searchable, complete and with its replicas on the way, then in one step instead of what was there."""
        client.indices.put_settings(
            index=name,
            settings={
                "refresh_interval": None,
                "number_of_replicas": shape()["number_of_replicas"],
            },
        )
        client.indices.refresh(index=name)
        old = [each for each in self._indices(client) if each != name]
        client.indices.update_aliases(
            actions=[
                {"add": {"index": name, "alias": self.alias}},
                {"remove": {"index": name, "alias": self.next_alias, "must_exist": True}},
                *({"remove_index": {"index": each}} for each in old),
            ]
        )


def shape() -> dict[str, Any]:
    """On how many nodes an index is spread, and how often it is there besides."""
    return {
        "number_of_shards": settings.ELASTICSEARCH_SHARDS,
        "number_of_replicas": settings.ELASTICSEARCH_REPLICAS,
    }


def parts_of(entries: Iterable[SearchEntry]) -> Iterator[list[SearchEntry]]:
    """The entries, as many at once as a request may carry."""
    part: list[SearchEntry] = []
    characters = 0
    for entry in entries:
        part.append(entry)
        characters += len(entry.body_tokens) + len(entry.loose_tokens) + len(entry.title_tokens)
        if len(part) == IN_A_PART or characters > CHARACTERS_IN_A_PART:
            yield part
            part, characters = [], 0
    if part:
        yield part


def put(client: Elasticsearch, target: str, entries: Sequence[SearchEntry]) -> list[int]:
    """Send rows to one copy; the keys of those that it has now, in this version or a newer one."""
    operations: list[Mapping[str, Any]] = []
    for entry in entries:
        about = {"_id": str(entry.pk), "version": entry.version, "version_type": "external"}
        operations += [{"index": about}, document_of(entry)]
    # A name that has stopped to be an alias must not become an index.
    answer = client.bulk(index=target, operations=operations, require_alias=True)
    there = []
    for item in answer["items"]:
        did = item["index"]
        if did["status"] in {OK, CREATED, CONFLICT}:
            there.append(int(did["_id"]))
        else:
            logger.warning(
                "the search engine did not take an entry",
                extra={"entry": did["_id"], "status": did["status"], "error": did["error"]["type"]},
            )
    return there


def fill(client: Elasticsearch, target: str, entries: Sequence[SearchEntry]) -> None:
    """Send rows to one copy until it has them all: a busy server is waited for. Raises `EngineUnavailable`."""
    waiting = list(entries)
    for wait in WAITS:
        time.sleep(wait)
        there = set(put(client, target, waiting))
        waiting = [entry for entry in waiting if entry.pk not in there]
        if not waiting:
            return
    raise EngineUnavailable(f"{len(waiting)} entries were not taken")
