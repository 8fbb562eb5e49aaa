"""What rooms above have to say of a thing on the thing's own page: links that stand beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Link:
    """`note` says whose it is."""

    title: str
    url: str
    language: str
    note: str = ""


# Given the thing's key (a course's UUID, the number of a topic or of a municipality), who reads, and in which language.
Ask = Callable[[Any, Any, str], Sequence[Link]]

# Kind of thing → what the links are called, and who knows them. Rooms join in `AppConfig.ready`.
beside: dict[str, list[tuple[str | Promise, Ask]]] = {}


def links_beside(kind: str, key: Any, user: Any) -> list[tuple[str | Promise, Sequence[Link]]]:
    """The groups of links that there are for this reader."""
    language = get_language() or "ru"
    groups = [(title, ask(key, user, language)) for title, ask in beside.get(kind, [])]
    return [(title, links) for title, links in groups if links]
