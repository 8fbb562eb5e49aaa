"""What every search needs and what seldom changes: kept in this process, and made anew when it has changed."""

from collections.abc import Callable
from typing import Generic, TypeVar
from uuid import uuid4

from django.core.cache import cache

Kept = TypeVar("Kept")
KEPT_FOR = 300  # seconds, also where a cache cannot be told of a change


class Remembered(Generic[Kept]):
    """A value that `make` makes. The cache only has a mark that says of which moment it is.

    The value itself would have to be unpickled at every search, which took longer than the search.
    """

    def __init__(self, key: str, make: Callable[[], Kept]) -> None:
        self.key = key
        self.make = make
        self._kept: tuple[str, Kept] | None = None

    def get(self) -> Kept:
        """The value as it stands."""
        mark: str | None = cache.get(self.key)
        if mark is None:
            mark = uuid4().hex
            # Two processes that come at once agree on the mark of the first.
            mark = mark if cache.add(self.key, mark, KEPT_FOR) else cache.get(self.key, mark)
        kept = self._kept
        if kept is None or kept[0] != mark:
            kept = self._kept = (mark, self.make())
        return kept[1]

    def forget(self) -> None:
        """What it was made of has changed."""
        cache.delete(self.key)
