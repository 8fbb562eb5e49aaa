"""What an engine is asked and what it answers: plain values, in the database's own terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

from lms.keys import key_from

PAGE = 50  # records

# Where the values of a facet stand in a record. A region is a set of municipalities.
FIELDS = {
    "stage": "stage",
    "region": "municipality_id",
    "municipality": "municipality_id",
    "course": "course_key",
    "module": "module_key",
    "position": "position_id",
    "sex": "sex",
}


@dataclass(frozen=True, slots=True)
class Key:
    """Which record, and where it stands in the order: newest first, then by key."""

    at: datetime
    enrolment_id: int
    module_key: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.enrolment_id}_{self.module_key.hex}"


def read_key(text: str) -> Key | None:
    """The place that an address names; nonsense is the beginning."""
    parts = text.split("_")
    if len(parts) != 3 or (enrolment := key_from(parts[1])) is None:
        return None
    try:
        at = datetime.fromisoformat(parts[0])
        # In UTC, where the first and the last day of all may be beyond what a moment can be.
        return Key(at.astimezone(UTC), enrolment, UUID(parts[2])) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Request:
    """A question as an engine takes it.

    `within`: the municipalities whose records the reader may open, None stands for all (also those outside). `chosen`:
    of each filtered facet the values that are let through; in it, None is outside. `people`: those whose name fits.
    """

    within: frozenset[int] | None
    today: date
    stuck_before: datetime
    chosen: Mapping[str, frozenset[Any]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    certificate: str = ""
    since: datetime | None = None
    until: datetime | None = None
    facets: tuple[str, ...] = ()
    after: Key | None = None
    limit: int = PAGE


@dataclass(slots=True)
class Answer:
    """The records of the page, how many fit in all, and the counts of each facet with the other filters applied."""

    keys: list[Key]
    total: int
    facets: dict[str, dict[Any, int]] = field(default_factory=dict)


class Engine(Protocol):
    """Answers requests. Raises `search.engines.base.EngineUnavailable`."""

    name: str

    def answer(self, request: Request) -> Answer: ...
