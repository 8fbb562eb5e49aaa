"""What rooms above have to say of a thing on the thing's own page: links that stand beside it, and sections of it."""

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


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page, drawn by a template of its room, which finds its facts as `of`."""

    template: str
    facts: Any


# Kind of thing → who has a section to show of it, if any; asked as above. Rooms join in `AppConfig.ready`.
sections: dict[str, list[Callable[[Any, Any, str], Section | None]]] = {}


def sections_of(kind: str, thing: Any, user: Any) -> list[Section]:
    """The sections that there are of the thing for this reader."""
    language = get_language() or "ru"
    found = [ask(thing, user, language) for ask in sections.get(kind, [])]
    return [each for each in found if each]
