"""How many things were found, for whom, and with what: counted by shelves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from search.engines.base import Question
from search.engines.fulltext import Row
from search.models import Shelf
from search.shelves import KNOWN


def values_of(shelf: Shelf, name: str) -> Sequence[str]:
    """The values of a facet, also of those that every entry has."""
    if name == "kind":
        return [shelf.kind]
    if name == "language":
        return [shelf.language] if shelf.language else []
    found: Sequence[str] = shelf.facets.get(name, [])
    return found


def may_read(shelf: Shelf, tokens: frozenset[str]) -> bool:
    """Whether a reader with these tokens may open what stands there."""
    return not tokens.isdisjoint(shelf.access)


class Counted:
    """Found entries under the question's access and filters."""

    def __init__(self, rows: Sequence[Row], question: Question) -> None:
        self.question = question
        shelves = KNOWN.named({row[2] for row in rows})
        self.readable = {
            pk: shelf
            for pk, shelf in shelves.items()
            if may_read(shelf, question.tokens) and self._is_within(shelf)
        }
        self.rows = [row for row in rows if row[2] in self.readable]
        self.passing = {pk for pk in self.readable if self._passes(pk, but=None)}
        # The entries that all filters let through.
        self.found = [row for row in self.rows if row[2] in self.passing]

    def _is_within(self, shelf: Shelf) -> bool:
        course = self.question.within
        return course is None or course in values_of(shelf, "course")

    def _passes(self, shelf: int, *, but: str | None) -> bool:
        """Whether all filters but one let the shelf through."""
        return all(
            not set(values).isdisjoint(values_of(self.readable[shelf], name))
            for name, values in self.question.filters.items()
            if name != but and values
        )

    def total(self) -> int:
        """How many things, each once in whatever languages."""
        return len({row[1] for row in self.found})

    def facets(self) -> dict[str, dict[str, int]]:
        """Each facet, counted in things with the other filters applied; what has most comes first."""
        things: dict[int, set[int]] = defaultdict(set)
        for _, thing, shelf, _ in self.rows:
            things[shelf].add(thing)
        return {name: self._facet(name, things) for name in self.question.facets}

    def _facet(self, name: str, things: Mapping[int, Iterable[int]]) -> dict[str, int]:
        let_through = (
            {pk for pk in things if self._passes(pk, but=name)}
            if self.question.filters.get(name)
            else self.passing
        )
        by_value: dict[str, set[int]] = defaultdict(set)
        for pk in let_through:
            for value in values_of(self.readable[pk], name):
                by_value[value].update(things[pk])
        counts = {value: len(found) for value, found in by_value.items()}
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
