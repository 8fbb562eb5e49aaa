"""Pages of this site that a part of a draft names: found by the words of their titles, and called by them.

Only what the reader may open is offered, or called by its title: it is the search that says so.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from courses.catalogue.models import Address
from exchange.cases.choices import Part
from exchange.cases.making import value_at
from exchange.cases.models import CaseAddress, CaseDraft
from exchange.cases.writing.parts import LINE, rows_of
from exchange.cases.writing.typed import Data, last_part
from lms.keys import key_from
from lms.people.models import Person
from search.query import suggest
from search.registry import kinds

OFFERED = 7  # as many as stand above a phone's keyboard with the box
IN_ADDRESSES = "/"  # and seldom in the words of a title


@dataclass(frozen=True)
class Choice:
    """A page as it is offered. `name`: what a line of a draft calls it, the last part of its address."""

    name: str
    title: str
    language: str
    place: str = ""


@dataclass(frozen=True)
class Sought:
    """What was found for a list of rows, by its name, when somebody asked without script."""

    rows: str
    words: str
    found: Sequence[Choice]


# What lines name: by kind and line.
Named = Mapping[tuple[str, str], Choice]


def offered(*, to: Person, draft: CaseDraft, kind: str, words: str) -> list[Choice]:
    """Pages of the kind whose titles go on as typed, or the one whose address it is; never the case itself."""
    if is_address(words):
        found = _called(to, kind, [words])
        return [choice for choice in found.values() if not _is_of(draft, kind, choice.name)]
    language = get_language() or "ru"
    things = suggest(to, words, language=language, limit=OFFERED + 1, kinds=[kind])
    return [
        Choice(last_part(thing.url), thing.title, thing.language, thing.municipality)
        for thing in things
        if thing.key != str(draft.key)
    ][:OFFERED]


def is_address(words: str) -> bool:
    """Whether it was copied from a browser rather than typed."""
    return IN_ADDRESSES in words


def named_in(part: Part, data: Data, reader: Person) -> Named:
    """What the lines of a part name, for whoever reads it; nothing of what they may not open."""
    named: dict[tuple[str, str], Choice] = {}
    for rows in rows_of(part):
        lines = [row[LINE] for row in value_at(data, rows.name) or []] if rows.kind else []
        found = _called(reader, rows.kind, lines) if lines else {}
        named |= {(rows.kind, line): choice for line, choice in found.items()}
    return named


def _is_of(draft: CaseDraft, kind: str, name: str) -> bool:
    return kind == "case" and _keys_of_cases([name]).get(name) == str(draft.key)


def _called(reader: Person, kind: str, lines: Collection[str]) -> dict[str, Choice]:
    """The pages that lines name, by line: what was typed or pasted, or was chosen."""
    keys = KEYS[kind]([last_part(line) for line in lines])
    shown = kinds()[kind].show(reader, set(keys.values()), get_language() or "ru") if keys else {}
    found = {}
    for line in lines:
        name = last_part(line)
        if thing := shown.get(keys.get(name, "")):
            found[line] = Choice(name, thing.title, thing.language, thing.municipality)
    return found


def _keys_of_cases(names: Collection[str]) -> dict[str, str]:
    rows = CaseAddress.objects.filter(slug__in=names)
    return {slug: str(key) for slug, key in rows.values_list("slug", "case__key")}


def _keys_of_courses(names: Collection[str]) -> dict[str, str]:
    rows = Address.objects.filter(activity_key=None, path__in=names)
    return {path: str(key) for path, key in rows.values_list("path", "course_key")}


def _keys_of_topics(names: Collection[str]) -> dict[str, str]:
    return {name: str(key) for name in names if (key := key_from(name)) is not None}


# The keys by which the search knows what the last parts of addresses lead to.
KEYS: dict[str, Callable[[Collection[str]], dict[str, str]]] = {
    "case": _keys_of_cases,
    "course": _keys_of_courses,
    "topic": _keys_of_topics,
}
