"""Pages of this site that a part of a draft names: found by the words of their titles, and called by them.

Only what the reader may open is offered, or called by its title: it is the search that says so.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from exchange.cases.choices import Part
from exchange.cases.making import value_at
from exchange.cases.models import CaseDraft
from exchange.cases.writing.leading import Led, led_to
from exchange.cases.writing.parts import rows_of
from exchange.cases.writing.shapes import LINE
from exchange.cases.writing.typed import Data, last_part
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
        found = _called(to, kind, [words], led_to({kind: [last_part(words)]}))
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


def named_in(part: Part, data: Data, reader: Person, led: Led | None = None) -> Named:
    """What the lines of a part name, for whoever reads it; nothing of what they may not open.

    `led`: where they lead, if that is known.
    """
    lines = {
        rows.kind: [row[LINE] for row in value_at(data, rows.name) or []]
        for rows in rows_of(part)
        if rows.kind
    }
    if led is None:
        led = led_to({kind: [last_part(line) for line in each] for kind, each in lines.items()})
    return {
        (kind, line): choice
        for kind, each in lines.items()
        for line, choice in _called(reader, kind, each, led).items()
    }


def _is_of(draft: CaseDraft, kind: str, name: str) -> bool:
    there = led_to({kind: [name]})[kind] if kind == "case" else {}
    return name in there and there[name].key == str(draft.key)


def _called(reader: Person, kind: str, lines: Collection[str], led: Led) -> dict[str, Choice]:
    """The pages that lines name, by line: what was typed or pasted, or was chosen."""
    names = {last_part(line) for line in lines}
    keys = {name: there.key for name, there in led[kind].items() if name in names}
    shown = kinds()[kind].show(reader, set(keys.values()), get_language() or "ru") if keys else {}
    found = {}
    for line in lines:
        name = last_part(line)
        if thing := shown.get(keys.get(name, "")):
            found[line] = Choice(name, thing.title, thing.language, thing.municipality)
    return found
