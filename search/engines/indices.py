"""The copy of the entries in Elasticsearch: how they are indexed."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.copies import Copies, Sent, or_unavailable
from search.engines.ranking import SATURATION
from search.models import SearchEntry
from search.outbox import put_out_everything

IN_A_PART = 500  # entries of one request
CHARACTERS_IN_A_PART = (
    2_000_000  # of their tokens; a server refuses 100 MB, and a small one far less
)
IN_A_PAGE = 5_000  # versions that are read at once


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
        "times": {"type": "integer"},
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
# Lucene’s usual b of .75 holds the length of a lesson against it more than the database’s ranking does, and ranks worse
# (nDCG@10 .795, with .4 .827: `make relevance`). BM25F takes one b for all fields, that of the index's default.
SIMILARITY = {"default": {"type": "BM25", "k1": SATURATION, "b": 0.4}}


def document_of(entry: SearchEntry) -> dict[str, Any]:
    """The entry as it is indexed; a tombstone is one too."""
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
        "times": entry.times,
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


class Copy(Copies):
    """The entries of the site search, one index for all of them."""

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        self.prefix = prefix
        super().__init__(client, f"{prefix}entries", MAPPINGS, put_out_everything, SIMILARITY)

    def send(self, entries: Sequence[SearchEntry]) -> set[int]:
        """Put these rows into every copy there is. The keys of those that are in all of them."""
        return {int(key) for key in self.send_parts(documents_of(entries))}

    def rebuild(self, entries: Iterable[SearchEntry]) -> int:
        """A new index with these rows, read only now, in place of the old one. How many living entries it has."""
        return self.rebuild_from(documents_of(entries))

    def versions(self) -> Iterator[tuple[int, int]]:
        """The key and the version of every living entry, in the order of the keys; none where there is no copy."""
        after = -1
        with or_unavailable():
            if self.alias not in self.targets():
                return
            self.slow.indices.refresh(index=self.alias)
            while True:
                answer = self.slow.search(
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


def documents_of(entries: Iterable[SearchEntry]) -> Iterator[list[Sent]]:
    """The entries as documents, as many at once as a request may carry."""
    for part in parts_of(entries):
        yield [
            Sent(str(entry.pk), entry.version, document_of(entry), is_gone=entry.is_deleted)
            for entry in part
        ]


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
