"""A part of a draft as a form: it keeps whatever is typed, and says beside each field what is missing or wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst

from exchange.cases.choices import Part
from exchange.cases.making import value_at
from exchange.cases.models import CaseDraft, DraftFile
from exchange.cases.places import Places
from exchange.cases.writing.choosing import Choice, Named, Sought, is_address, named_in
from exchange.cases.writing.draft_records import DraftReading, Lack, authors_of, files_of
from exchange.cases.writing.parts import FIELDS, KEPT_WITH, OF_FILES, rows_of
from exchange.cases.writing.shapes import LINE, Field, Rows, Typed
from exchange.cases.writing.typed import MOST_ROWS, Data, last_part, put_at
from lms.people.models import Person

Choices = list[tuple[str, Any]]
FEW = 4  # choices: so many stand open, more in a list
HIDDEN = "id"
LONGEST_WORDS = 400  # characters, as in the box of the search


class _AsTyped(forms.Field):
    """What it says is for `draft_records` to judge."""

    def clean(self, value: Any) -> Any:
        return value


class PartForm:
    """`items` are its forms and lists of rows, in their order; `data` is what was typed, `lacks` those of the part.

    Pages that it names are called by their titles as far as `reader` may open them; `sought` are those to choose from.
    `reading` is of the same draft, where it was read already.
    """

    def __init__(
        self,
        part: Part,
        data: Data,
        draft: CaseDraft | None = None,
        lacks: Sequence[Lack] = (),
        *,
        more: str = "",
        reader: Person | None = None,
        sought: Sequence[Sought] = (),
        reading: DraftReading | None = None,
    ) -> None:
        self.part, self.draft, self.reading = part, draft, reading
        self.places = reading.places if reading else Places()
        self.lacks = lacks
        led = reading.led if reading else None
        self.named: Named = named_in(part, data, reader, led) if reader else {}
        self.sought = {each.rows: each for each in sought}
        self.files = self._files() if part in OF_FILES else {}
        self._choices: dict[str, Choices] = {}
        self.items: list[forms.BoundField | RowsForm] = []
        for asked in FIELDS[part]:
            if isinstance(asked, Rows):
                rows = list(value_at(data, asked.name) or [])
                if asked.one_more and (asked.name == more or not rows):
                    rows.append({})
                self.items.append(RowsForm(asked, rows, self))
            elif choices := self.choices_of(asked):
                value = value_at(data, asked.name) or asked.usual
                self.items.append(self._bound(asked, value, choices))
            elif asked.typed not in {Typed.CHOICE, Typed.MANY}:
                self.items.append(self._bound(asked, value_at(data, asked.name), []))

    def choices_of(self, field: Field) -> Choices:
        """What can be chosen; nothing, where nothing is to be chosen from."""
        if field.choices:
            return [(value, label) for value, label in field.choices.choices]
        if field.name not in self._choices:
            self._choices[field.name] = self._found_for(field)
        return self._choices[field.name]

    def _found_for(self, field: Field) -> Choices:
        if field.name == "contact.person" and self.draft:
            authors = self.reading.authors if self.reading else authors_of(self.draft)
            return [(str(each.uuid), each.full_name) for each in authors]
        lists = {"services": "services", "tags": "tags", "contact.position": "positions"}
        found = getattr(self.places, lists[field.name]) if field.name in lists else {}
        return [(key, each.name) for key, each in found.items()]

    def _files(self) -> dict[str, DraftFile]:
        if self.reading:
            return self.reading.files
        return files_of(self.draft) if self.draft else {}

    def words_at(self, name: str) -> list[str]:
        """What is said of the field or the row of that name."""
        return [lack.words for lack in self.lacks if lack.field == name]

    def _bound(self, asked: Field, value: Any, choices: Choices) -> forms.BoundField:
        form = _form([(asked, choices)], {asked.name: value})
        for words in self.words_at(asked.name):
            form.add_error(asked.name, words)
        return form[asked.name]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """For the box above the form: where each is, what it is called, and what is said."""
        return [(_anchor(lack.field), lack.label, lack.words) for lack in self.lacks]


@dataclass
class Row:
    """`number` is from 1; `fields` are bound, the hidden ones among them."""

    number: int
    prefix: str
    fields: list[forms.BoundField]
    hidden: list[forms.BoundField]
    words: list[str]
    is_new: bool
    file: DraftFile | None = None
    page: Choice | None = None  # that it names


class RowsForm:
    """The rows of a list, each with a form of its own."""

    is_rows = True

    def __init__(self, asked: Rows, rows: Sequence[Data], form: PartForm) -> None:
        self.asked = asked
        self.can_have_more = bool(asked.one_more or asked.kind) and len(rows) < MOST_ROWS
        self.sought = form.sought.get(asked.name)
        self.words = form.words_at(asked.name)
        kept = (HIDDEN, *KEPT_WITH.get(asked.name, ()))
        self.rows = []
        for number, row in enumerate(rows, 1):
            prefix = f"{asked.name}-{number - 1}"
            at = f"{asked.name}[{number}]"
            fields = [(field, form.choices_of(field)) for field in asked.fields]
            values = {**row, HIDDEN: row.get(HIDDEN) or str(uuid4())}
            made = _form(fields, values, prefix, kept)
            if asked.are_lines:
                made[LINE].label = f"{capfirst(str(asked.label))}, {number}"
                for words in form.words_at(at):
                    made.add_error(LINE, words)
            for field in asked.fields:
                for words in form.words_at(f"{at}.{field.name}"):
                    made.add_error(field.name, words)
            self.rows.append(
                Row(
                    number,
                    prefix,
                    [made[field.name] for field in asked.fields],
                    [made[name] for name in kept],
                    form.words_at(at),
                    not row,
                    form.files.get(row.get("file", "")),
                    form.named.get((asked.kind, row.get(LINE, ""))) if asked.kind else None,
                )
            )

    @property
    def choices(self) -> list[tuple[str, Choice]]:
        """What was found for it and is not there yet, each with the name of the row that it would be."""
        there = {row.page.name for row in self.rows if row.page}
        found = self.sought.found if self.sought else ()
        new = [choice for choice in found if choice.name not in there]
        return [
            (f"{self.asked.name}-{number}-{LINE}", choice)
            for number, choice in enumerate(new, len(self.rows))
        ]


def _form(
    asked: Sequence[tuple[Field, Choices]],
    values: Mapping[str, Any],
    prefix: str | None = None,
    hidden: Sequence[str] = (),
) -> forms.Form:
    form = forms.Form({}, prefix=prefix)
    form.use_required_attribute = False
    for field, choices in asked:
        form.fields[field.name] = _AsTyped(
            label=capfirst(str(field.label)),
            help_text=str(field.hint),
            required=field.is_needed,
            widget=_widget(field, choices),
        )
    for name in hidden:
        form.fields[name] = _AsTyped(widget=forms.HiddenInput)
    form.data = {form.add_prefix(name): value for name, value in values.items()}
    form.full_clean()
    return form


def _widget(field: Field, choices: Choices) -> forms.Widget:
    is_sentence = field.name == LINE and field.typed == Typed.LINE  # a phone should show all of it
    if field.typed == Typed.TEXT or is_sentence:
        return forms.Textarea({"rows": 2 if is_sentence else 4})
    if field.typed == Typed.TICK:
        return forms.CheckboxInput()
    if field.typed == Typed.MANY:
        return forms.CheckboxSelectMultiple(choices=choices)
    if field.typed == Typed.CHOICE:
        if field.is_needed and len(choices) <= FEW and field.name != "kind":
            return forms.RadioSelect(choices=choices)
        return forms.Select(choices=choices if field.usual else [("", "—"), *choices])
    modes = {Typed.WHOLE: "numeric", Typed.FIGURE: "decimal"}
    attributes = {"class": "w16"} if field.typed in {*modes, Typed.DAY, Typed.MONTH} else {}
    if mode := modes.get(field.typed):
        attributes["inputmode"] = mode
    return forms.TextInput(attributes | {"autocomplete": "off"})


def data_from(part: Part, post: QueryDict) -> Data:
    """What was typed into the form of a part. A button named `less` takes a row away."""
    data: Data = {}
    for asked in FIELDS[part]:
        if isinstance(asked, Field):
            many = asked.typed == Typed.MANY
            put_at(data, asked.name, post.getlist(asked.name) if many else post.get(asked.name))
    for rows in rows_of(part):
        put_at(data, rows.name, _rows_from(rows, post))
    return data


def _rows_from(rows: Rows, post: QueryDict) -> list[Data]:
    names = [HIDDEN, *(field.name for field in rows.fields), *KEPT_WITH.get(rows.name, ())]
    pattern = re.compile(rf"{re.escape(rows.name)}-(\d{{1,4}})-")
    numbers = sorted({int(found[1]) for key in post if (found := pattern.match(key))})
    gone = post.get("less", "")
    kept = [
        {name: post.get(f"{rows.name}-{number}-{name}", "") for name in names}
        for number in numbers
        if f"{rows.name}-{number}" != gone
    ]
    words = words_for(rows.name, post)
    if rows.kind and is_address(words):  # as good as chosen: it is not lost, whatever is pressed
        there = {last_part(row[LINE]) for row in kept}
        kept += [{LINE: words}] if last_part(words) not in there else []
    return kept


def words_for(rows: str, post: QueryDict) -> str:
    """What was typed to find a page for a row of that list."""
    return post.get(f"{rows}-words", "")[:LONGEST_WORDS].strip()


def _anchor(field: str) -> str:
    """The id of the control: “costs[2].amount” is “id_costs-1-amount”."""
    rows, bracket, rest = field.partition("[")
    if not bracket:
        return f"id_{field}"
    number, _bracket, name = rest.partition("]")
    name = name.removeprefix(".")
    return f"id_{rows}-{int(number) - 1}-{name}" if name else f"{rows}-{int(number) - 1}"
