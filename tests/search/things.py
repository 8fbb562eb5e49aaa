"""A kind of things made up for tests: what is said of them is what the test puts here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from search.engines import configured, engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.indexing import touch
from search.registry import PUBLIC, Draft, Kind, Shown, register, tokens_of
from search.tasks import drain, learn_words


@dataclass
class Things:
    """Register a kind, say what there is of it, and touch it."""

    name: str = "thing"
    there: dict[str, list[Draft]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        register(Kind(self.name, f"{self.name}s", self._drafts, lambda: self.there, self._show))

    def say(self, key: str, title: str, body: str = "", **fields: Any) -> None:
        """There is one thing with these words, in Russian unless told."""
        draft = Draft(fields.pop("language", "ru"), title, body, **fields)
        self.put({key: [draft]})

    def put(self, drafts: dict[str, list[Draft]]) -> None:
        self.there |= drafts
        touch(self.name, *drafts)

    def restrict(self, key: str, *access: str) -> None:
        """From now on only for readers with one of these tokens."""
        self.put({key: [replace(draft, access=access) for draft in self.there[key]]})

    def take_away(self, key: str) -> None:
        del self.there[key]
        touch(self.name, key)

    def _drafts(self, keys: Collection[str]) -> dict[str, Sequence[Draft]]:
        return {key: self.there[key] for key in keys if key in self.there}

    def _show(self, user: Any, keys: Collection[str], language: str) -> dict[str, Shown]:
        mine = tokens_of(user) | {PUBLIC}
        return {
            key: Shown(self.there[key][0].title, f"/things/{key}/", self.there[key][0].language)
            for key in keys
            if key in self.there and not mine.isdisjoint(self.there[key][0].access)
        }


def catch_up() -> None:
    """Everything that waits is where it is searched."""
    drain()
    learn_words()
    used = engine(configured())
    if isinstance(used, ElasticsearchEngine):
        used.client.indices.refresh(index=used.copy.alias)
