"""Documents in Elasticsearch behind an alias: brought up to date by version, and made anew without a pause.

Nothing is lost while a copy is made anew: whoever sends has read the rows before it asks which copies there are, and
the new copy is announced before its rows are read. So a change is seen by one of the two, often by both, and of two
versions the newer stays. What is gone stays as a document too: Elasticsearch itself forgets what is deleted in a
minute, and a late retry would bring it back.
"""

import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import uuid4

from django.conf import settings
from elasticsearch import ApiError, BadRequestError, Elasticsearch, TransportError

from search.engines.base import EngineUnavailable

logger = logging.getLogger(__name__)

ANSWERS_WITHIN = 1.0  # seconds that a reader waits, then the database answers
TAKES_WITHIN = 20.0  # seconds for a part of the documents
TURNS_WITHIN = 60.0  # seconds for what concerns a whole index
ONCE_MORE = 2  # times that another node is asked when one does not answer
WAITS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before a rebuild offers again what was not taken
TAKEN = {200, 201, 409}  # 409: it has this version already, or a newer one


class Sent(NamedTuple):
    """A document in one version, as it is indexed; `is_gone`: it is only there to be remembered."""

    key: str
    version: int
    source: Mapping[str, Any]
    is_gone: bool


def connected(answers_within: float) -> Elasticsearch:
    """Connections to all nodes; another node is asked at once where one refuses, none where one hangs."""
    return Elasticsearch(
        settings.ELASTICSEARCH_NODES,
        request_timeout=answers_within,
        max_retries=ONCE_MORE,
        retry_on_timeout=False,
        retry_on_status=(502, 503, 504),
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


class Copies:
    """The indices whose names begin with the alias, and the two aliases that say what each is for.

    `forget` is called where there is no index: then nothing has been sent, whatever the rows say. `scored` is the
    `similarity` of the index's settings, where documents are scored at all.
    """

    def __init__(
        self,
        client: Elasticsearch,
        alias: str,
        mappings: Mapping[str, Any],
        forget: Callable[[], None],
        scored: Mapping[str, Any] | None = None,
    ) -> None:
        self.client = client
        self.alias = alias  # what is searched
        self.next_alias = (
            f"{alias}-next"  # fills up to take its place; there while a rebuild runs, or was killed
        )
        self.mappings = mappings
        self.forget = forget
        self.scored = {"similarity": scored} if scored else {}

    @property
    def patient(self) -> Elasticsearch:
        return self.client.options(request_timeout=TAKES_WITHIN)

    @property
    def slow(self) -> Elasticsearch:
        return self.client.options(request_timeout=TURNS_WITHIN)

    def send_parts(self, parts: Iterable[Sequence[Sent]]) -> set[str]:
        """Put these into every copy there is. The keys of those that are in all of them."""
        with or_unavailable():
            targets = self.targets()
            if self.alias not in targets:
                self._begin()
                targets.append(self.alias)
            arrived: Counter[str] = Counter()
            for part in parts:
                for target in targets:
                    arrived.update(put(self.patient, target, part))
        return {key for key, times in arrived.items() if times == len(targets)}

    def rebuild_from(self, parts: Iterable[Sequence[Sent]]) -> int:
        """A new index with these, read only now, in place of the old one. How many living documents it has."""
        name, count = f"{self.alias}-{uuid4().hex}", 0
        with or_unavailable():
            self._drop_unfinished()
            self._create(name, self.next_alias, refresh_interval="-1", number_of_replicas=0)
            for part in parts:
                fill(self.slow, self.next_alias, part)
                count += sum(not each.is_gone for each in part)
            self._take_place(name)
        return count

    def is_as_asked(self) -> bool:
        """Whether what is searched is there, and was made as it would be made now. Raises `EngineUnavailable`."""
        with or_unavailable():
            found = self.patient.indices.get_mapping(index=f"{self.alias}-*")
            made = [name for name, aliases in self._indices().items() if self.alias in aliases]
        said = [found[name]["mappings"].get("_meta", {}).get("made") for name in made]
        return said == [self._made()]

    def _made(self) -> str:
        """A name for everything by which an index is made."""
        everything = json.dumps([self.mappings, self.scored, shape()], sort_keys=True)
        return sha256(everything.encode()).hexdigest()

    def targets(self) -> list[str]:
        """The aliases there are: the copy that is searched, and the one that is being made."""
        ours = {self.alias, self.next_alias}
        return sorted({name for names in self._indices().values() for name in names & ours})

    def _indices(self) -> dict[str, set[str]]:
        """Our indices, each with its aliases."""
        found = self.patient.indices.get_alias(index=f"{self.alias}-*")
        return {name: set(each["aliases"]) for name, each in found.items()}

    def _begin(self) -> None:
        """An empty index, where there is none."""
        self.forget()
        try:
            self._create(f"{self.alias}-first", self.alias)
        except BadRequestError as failure:
            if failure.error != "resource_already_exists_exception":  # somebody else has just begun
                raise

    def _create(self, name: str, alias: str, **more: Any) -> None:
        self.slow.indices.create(
            index=name,
            mappings={**self.mappings, "_meta": {"made": self._made()}},
            settings=shape() | self.scored | more,
            aliases={alias: {}},
        )

    def _drop_unfinished(self) -> None:
        """Indices that a killed rebuild has left behind."""
        for name, aliases in self._indices().items():
            if self.alias not in aliases:
                self.slow.indices.delete(index=name, ignore_unavailable=True)

    def _take_place(self, name: str) -> None:
        """Searchable, complete and with its replicas on the way, then in one step instead of what was there."""
        replicas = shape()["number_of_replicas"]
        self.slow.indices.put_settings(
            index=name, settings={"refresh_interval": None, "number_of_replicas": replicas}
        )
        self.slow.indices.refresh(index=name)
        old = [each for each in self._indices() if each != name]
        self.slow.indices.update_aliases(
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


def put(client: Elasticsearch, target: str, documents: Sequence[Sent]) -> list[str]:
    """Send documents to one copy; the keys of those that it has now, in this version or a newer one."""
    operations: list[Mapping[str, Any]] = []
    for each in documents:
        about = {"_id": each.key, "version": each.version, "version_type": "external"}
        operations += [{"index": about}, each.source]
    if not operations:
        return []
    # A name that has stopped to be an alias must not become an index.
    answer = client.bulk(index=target, operations=operations, require_alias=True)
    there = []
    for item in answer["items"]:
        did = item["index"]
        if did["status"] in TAKEN:
            there.append(did["_id"])
        else:
            logger.warning(
                "the search engine did not take a document",
                extra={"entry": did["_id"], "status": did["status"], "error": did["error"]["type"]},
            )
    return there


def fill(client: Elasticsearch, target: str, documents: Sequence[Sent]) -> None:
    """Send documents to one copy until it has them all: a busy server is waited for. Raises `EngineUnavailable`."""
    waiting = list(documents)
    for wait in WAITS:
        if not waiting:
            return
        time.sleep(wait)
        there = set(put(client, target, waiting))
        waiting = [each for each in waiting if each.key not in there]
    if waiting:
        raise EngineUnavailable(f"{len(waiting)} documents were not taken")
