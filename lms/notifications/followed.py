"""What somebody follows, for the page on which they choose how to hear of it. Higher rooms join their things."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lms.notifications.kinds import Words


@dataclass(frozen=True)
class Followed:
    """One thing; `place` is what its notices and preferences call it."""

    place: str
    name: str
    url: str


@dataclass(frozen=True)
class Things:
    """Things of one sort: what somebody follows of them, what was followed last first, and how they stop."""

    label: Words
    of: Callable[[Any], Sequence[Followed]]
    unfollow: Callable[[Any, Sequence[str]], None]


_things: list[Things] = []


def register(things: Things) -> None:
    """Join a sort of things, in `AppConfig.ready`."""
    _things.append(things)


def all_things() -> list[Things]:
    """In the order in which the rooms joined them."""
    return list(_things)
