"""Numbers made of content: which thing an entry is of, and on which shelf it stands."""

import json
from collections.abc import Iterable
from hashlib import blake2b

from search.models import Shelf


def number_of(*parts: str) -> int:
    """A number of 63 bits that stands for the parts, the same on every machine."""
    digest = blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def thing_of(kind: str, key: str) -> int:
    """The number of a thing, the same in all its languages."""
    return number_of(kind, key)


def shelf_for(kind: str, language: str, facets: dict[str, list[str]], access: list[str]) -> Shelf:
    """The shelf for what has all this; not saved yet."""
    content = json.dumps([kind, language, facets, access], sort_keys=True, ensure_ascii=False)
    return Shelf(number_of(content), kind=kind, language=language, facets=facets, access=access)


class Known:
    """Shelves that this process has read: they never change, so they are kept."""

    LIMIT = 20_000  # shelves; above that the process starts afresh

    def __init__(self) -> None:
        self._by_id: dict[int, Shelf] = {}

    def named(self, ids: Iterable[int]) -> dict[int, Shelf]:
        """The shelves with these numbers."""
        wanted = set(ids)
        missing = wanted - self._by_id.keys()
        if missing:
            if len(self._by_id) + len(missing) > self.LIMIT:
                self._by_id.clear()
                missing = wanted
            found = list(missing)
            for start in range(
                0, len(found), 500
            ):  # SQLite takes some 30,000 values, older ones 999
                self._by_id |= Shelf.objects.in_bulk(found[start : start + 500])
        return {each: self._by_id[each] for each in wanted if each in self._by_id}


KNOWN = Known()
