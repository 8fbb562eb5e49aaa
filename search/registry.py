"""What a room implements to be found: its kinds of things, and who its readers are."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from django.utils.functional import Promise

# Anybody who asks: a person or Django's AnonymousUser. This room knows no more of them.
Reader: TypeAlias = Any

PUBLIC = "public"  # the token that every reader has


@dataclass(frozen=True)
class Draft:
    """The words of a thing in one language, and for whom they are.

    `language` is empty for what is the same in all, a person's name. `extra` has words that are found but not shown.
    `within` is the key of the course that the thing is a part of; it is a facet too, `course`. `times` is how often
    others did it after, where that is counted.
    """

    language: str
    title: str
    body: str = ""
    extra: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    access: Collection[str] = (PUBLIC,)
    moment: datetime | None = None
    weight: float = 1.0
    times: int = 0
    within: str = ""


@dataclass(frozen=True)
class Shown:
    """A thing as its page shows it to one reader, who may open it."""

    title: str
    url: str
    language: str
    municipality: str = ""
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of things that are found.

    `words`: what they are called, in the plural. `drafts`: the texts of these things as the rows have them now, many
    at once; what is missing in the answer, or has no drafts, is not to be found any more. `keys`: all that there are.
    `show`: those of the keys that this reader may open, as a reader of the language is shown them. `one`: what one is
    called.
    """

    name: str
    words: str | Promise
    drafts: Callable[[Collection[str]], Mapping[str, Sequence[Draft]]]
    keys: Callable[[], Iterable[str]]
    show: Callable[[Reader, Collection[str], str], Mapping[str, Shown]]
    one: str | Promise = ""

    @property
    def word(self) -> str | Promise:
        """What one of them is called."""
        return self.one or self.words


_kinds: dict[str, Kind] = {}

# The room that knows people joins here: the tokens that a reader has besides `PUBLIC`.
reader_tokens: list[Callable[[Reader], Iterable[str]]] = []


def register(kind: Kind) -> None:
    """Make a kind known; called in `AppConfig.ready` of the room that has it."""
    _kinds[kind.name] = kind


def kinds() -> Mapping[str, Kind]:
    """All kinds by name, in the order in which the rooms made them known."""
    return _kinds


def tokens_of(reader: Reader) -> frozenset[str]:
    """What the reader may open: an entry is theirs if it has one of these tokens."""
    return frozenset({PUBLIC}).union(*(ask(reader) for ask in reader_tokens))


@dataclass(frozen=True)
class KeptTwice:
    """Something beside the entries of which an engine keeps a copy: `manage.py search_check` compares it.

    `differences`: the key of each thing that the copy has otherwise, and what is wrong. `repair`: bring these up to
    date. `renew`: make the copy anew if it is missing, or made otherwise than it would be now; returns how many things
    it has then, None if it was right. All raise `EngineUnavailable`.
    """

    differences: Callable[[], Iterable[tuple[str, str]]]
    repair: Callable[[Collection[str]], object]
    renew: Callable[[], int | None]


# What one of them is called → how it is compared. Rooms above join here in `AppConfig.ready`.
kept_twice: dict[str, KeptTwice] = {}
