"""What is asked of an engine, and what it answers: plain values, so that either engine does."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from search.models import SearchEntry

# “often”: what others did after most often comes first, the newest of equals. Without words all is by date.
Sort = Literal["relevance", "date", "often"]


class EngineUnavailable(Exception):
    """The engine refuses, hangs or fails: another may answer in its place."""


@dataclass(frozen=True)
class Term:
    """One typed word and its alternatives, of which an entry needs one.

    `form` is the word as typed (and stands in the titles' forms); `stems` are how it is indexed, none for a word that
    is in every text; `loose` stand in the loose tokens; a synonym is one or more stems that must all be there,
    and so is a guess, of a word that is in no dictionary and near to a synonym.
    """

    form: str
    stems: tuple[str, ...]
    loose: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    guesses: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Reading:
    """One way to read what was typed: as it stands (weight 1), or repaired (less)."""

    terms: tuple[Term, ...]
    weight: float = 1.0
    is_relaxed: bool = False

    @property
    def needed(self) -> int:
        """How many of the terms an entry must have: all of two, two of three, three of four, four of six …

        Relaxed, where so many are found nowhere: one of two or three, two of four, three of six.
        """
        count = len(self.terms)
        return max(1, count // 2) if self.is_relaxed else needed_of(count)


def needed_of(terms: int) -> int:
    """How many of so many words must be there."""
    return terms - terms // 3


@dataclass(frozen=True)
class Question:
    """A search by one reader. Without readings everything that the filters let through is found, newest first.

    A facet is a name of `SearchEntry.facets`, or one that every entry has: `kind`, `language`, `year`. A filter keeps
    entries that have one of its values; `within` keeps those whose facet `course` has that key.
    """

    readings: tuple[Reading, ...]
    tokens: frozenset[str]
    language: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: str | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A thing that was found, once, in the language in which it fits best.

    By date a thing stands where the newest of its found texts stands, and `moment` is that one's; the language is the
    reader's, if it was found in that. So it is with what was done most often.
    """

    kind: str
    key: str
    language: str
    score: float
    moment: datetime | None = None


@dataclass
class Answer:
    """The hits of the asked page, how many things there are in all, and the counts of facets.

    Each facet is counted with the other filters applied, in things. `corrections`: typed forms that stand in nothing
    this reader may open, and the nearest word that does.
    """

    hits: list[Hit]
    total: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)
    is_incomplete: bool = False


class Engine(Protocol):
    """Answers questions. Raises `EngineUnavailable`."""

    name: str

    def search(self, question: Question) -> Answer: ...

    def suggest(
        self,
        forms: Sequence[str],
        tokens: frozenset[str],
        language: str,
        limit: int,
        kinds: Collection[str] = (),
    ) -> list[Hit]:
        """Things whose title has all the words, the last of which may be only begun; if kinds are said, of these."""
        ...


@runtime_checkable
class Index(Protocol):
    """An engine that keeps a copy of the entries, which may lag behind. Raises `EngineUnavailable`."""

    def send(self, entries: Sequence[SearchEntry]) -> Collection[int]:
        """Bring the copy up to date with these rows by external version, tombstones too; the keys of those that are in.

        An older version than the copy has is none the worse: it counts as in.
        """
        ...

    def rebuild(self, entries: Iterable[SearchEntry]) -> int:
        """Make the copy anew while it goes on answering, and put it in place. Returns how many entries it has."""
        ...

    def is_as_asked(self) -> bool:
        """Whether there is a copy, made as this code and these settings make one."""
        ...

    def versions(self) -> Iterable[tuple[int, int]]:
        """The primary key and the version of every living entry in the copy."""
        ...
