"""The parts of a draft in words: where it is read through before it is sent, and where two wrote the same part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from exchange.cases.choices import Part
from exchange.cases.making import value_at
from exchange.cases.models import CaseDraft, DraftFile
from exchange.cases.writing.choosing import named_in
from exchange.cases.writing.draft_records import DraftReading
from exchange.cases.writing.part_forms import PartForm
from exchange.cases.writing.parts import FIELDS
from exchange.cases.writing.shapes import LINE, Field, Rows, Typed
from exchange.cases.writing.typed import Data, figure, whole
from lms.people.models import Person

NUMBERS: dict[Typed, Callable[[str], float]] = {Typed.WHOLE: whole, Typed.FIGURE: figure}
ENDS = (".", "!", "?", "…")  # of a sentence


@dataclass(frozen=True)
class Answer:
    """A field as it is read: on the page that is checked before it is sent, and where two wrote the same part."""

    label: str
    words: str
    files: tuple[DraftFile, ...] = ()


def answers_in(
    part: Part, data: Data, draft: CaseDraft, reader: Person, reading: DraftReading | None = None
) -> list[Answer]:
    """What was typed into a part, field by field, without what is empty. `reading` is of the same, if it was read."""
    form = PartForm(part, {}, draft, reading=reading)
    named = named_in(part, data, reader, reading.led if reading else None)
    found = []
    for asked in FIELDS[part]:
        value = value_at(data, asked.name)
        if not value:
            continue
        files: list[DraftFile] = []
        if isinstance(asked, Rows):
            rows = cast(list[Data], value)
            words = "\n".join(
                named[asked.kind, row[LINE]].title
                if asked.kind and (asked.kind, row[LINE]) in named
                else _line(asked, row, form)
                for row in rows
            )
            files = [form.files[row["file"]] for row in rows if row.get("file") in form.files]
        else:
            words = _said(asked, value, form)
        found.append(Answer(capfirst(str(asked.label)), words, tuple(files)))
    return found


def _line(asked: Rows, row: Data, form: PartForm) -> str:
    said = [(field, _said(field, row[field.name], form)) for field in asked.fields]
    if asked.are_lines:
        return said[0][1]
    if asked.name in SENTENCES:
        return SENTENCES[asked.name]({field.name: words for field, words in said})
    line = ""
    for field, words in said:
        if words:
            between = " " if line.endswith(ENDS) else "; " if line else ""
            line += f"{between}{capfirst(str(field.label))}: {words}"
    return line


def _cost(said: Mapping[str, str]) -> str:
    """“Fuel, yearly: 80 000 som (budget)”."""
    what = ", ".join(filter(None, [said["what"].rstrip("."), said["kind"].lower()]))
    return _with(what, _som(said["amount"]), said["payer"])


def _source(said: Mapping[str, str]) -> str:
    share = f"{said['share']} %" if said["share"] else ""
    return _with(said["source"], ", ".join(filter(None, [_som(said["amount"]), share])))


def _step(said: Mapping[str, str]) -> str:
    """“We counted. A week of measuring. (secretary, 03.2024, a week)”."""
    told = " ".join(
        each if each.endswith(ENDS) else f"{each}."
        for each in (said["title"], said["text"])
        if each
    )
    beside = ", ".join(filter(None, [said["who"], said["when"], said["duration"]]))
    return f"{told} ({beside})" if beside else told


def _indicator(said: Mapping[str, str]) -> str:
    """“Letters, pieces: 18 → 9 (09.2025, from the journal)”."""
    what = ", ".join(filter(None, [said["what"].rstrip("."), said["unit"]]))
    figures = [said["before"], said["after"]]
    change = " → ".join(each or "–" for each in figures) if any(figures) else ""
    return _with(what, change, ", ".join(filter(None, [said["date"], said["how"]])))


def _som(amount: str) -> str:
    return _("%(n)s som") % {"n": amount} if amount else ""


def _with(first: str, second: str, beside: str = "") -> str:
    line = ": ".join(filter(None, [first, second]))
    return f"{line} ({beside})" if beside else line


# Rows whose fields make a phrase; of others each is called by its label.
SENTENCES: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "steps": _step,
    "costs": _cost,
    "indicators": _indicator,
    "funding": _source,
    "staff": lambda said: _with(said["who"], said["time"]),
    "partners": lambda said: _with(said["name"], said["support"].lower()),
}


def _said(field: Field, value: Any, form: PartForm) -> str:
    if field.typed == Typed.TICK:
        return "✓" if value else ""
    if field.typed in {Typed.CHOICE, Typed.MANY}:
        names = dict(form.choices_of(field))
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(names.get(each, each)) for each in chosen if each)
    if reads := NUMBERS.get(field.typed):
        try:
            return number_format(reads(value), force_grouping=True) if value else ""
        except ValueError:
            pass  # no number: as it was typed, which is said to be wrong
    return str(value or "")
