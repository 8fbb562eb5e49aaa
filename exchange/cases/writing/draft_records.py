"""The parts of a draft as one record, and all that is missing in them or wrong."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from exchange.cases.choices import Evidence, Part
from exchange.cases.making import value_at
from exchange.cases.models import CaseDraft, CasePage, DraftFile, DraftPart
from exchange.cases.places import Places
from exchange.cases.record_fields import FACTS, RENAMED, TEXTS
from exchange.cases.records import Record, read_record
from exchange.cases.slugs import slug_of
from exchange.cases.writing import typed
from exchange.cases.writing.crediting import origin_of
from exchange.cases.writing.leading import Led, led_to
from exchange.cases.writing.parts import OF_FILES, fields_of, label_of, part_of, rows_of
from exchange.cases.writing.shapes import LINE, Field, Rows, Typed
from exchange.cases.writing.typed import Data
from lms.keys import key_from
from lms.people.models import Person

ROW = re.compile(r"(?P<rows>[a-z_.]+)\[(?P<number>\d+)\](?:\.(?P<field>[a-z_]+))?")
# Of a record the fields, by those of the page.
ASKED_AS = TEXTS | FACTS
ASKED_IN_ROWS = {block: record for record, block in RENAMED.items()}


class Lack(NamedTuple):
    """What a part lacks. `field`: as the record calls it, “costs[1].amount”; not missing, it is there and wrong."""

    part: Part
    field: str
    words: str
    is_missing: bool

    @property
    def label(self) -> str:
        """What the field is called."""
        return label_of(self.field)


class Kept(NamedTuple):
    """A part as it was saved last."""

    version: int
    data: Data


def kept_of(draft: CaseDraft) -> dict[Part, Kept]:
    """The parts as they were saved last; those that nobody has begun are not there."""
    # There is a version for each pause in typing: the earlier ones are not read.
    same = DraftPart.objects.filter(draft=OuterRef("draft"), part=OuterRef("part"))
    newest = Subquery(same.order_by("-version").values("pk")[:1])
    rows = draft.parts.filter(pk=newest).values_list("part", "version", "data")
    return {Part(part): Kept(version, data) for part, version, data in rows}


def files_of(draft: CaseDraft) -> dict[str, DraftFile]:
    """The files of a draft by their keys, as rows name them."""
    return {str(file.key): file for file in draft.files.all()}


def parts_of(draft: CaseDraft) -> dict[Part, Data]:
    """What was typed last, by part; of those that nobody has begun, nothing."""
    return {part: kept.data for part, kept in kept_of(draft).items()}


def latest_of(draft: CaseDraft, part: Part) -> DraftPart | None:
    """The part as it was saved last, with who did; None if nobody has begun it."""
    return draft.parts.filter(part=part).select_related("by").order_by("-version").first()


class DraftReading:
    """A draft read once: the record that it makes, and what is wrong with it."""

    def __init__(
        self,
        draft: CaseDraft,
        page: CasePage | None,
        places: Places,
        kept: Mapping[Part, Kept] | None = None,
    ) -> None:
        self.draft, self.page, self.places = draft, page, places
        last = kept_of(draft) if kept is None else kept
        said = {part: each.data for part, each in last.items()}
        self.parts = {part: typed.clean(part, said.get(part, {}), key=draft.key) for part in Part}
        self.lacks: list[Lack] = []
        self._said: set[tuple[Part, str]] = set()
        self.record = self._record()
        self.rows = {
            rows.name: value_at(data, rows.name)
            for part, data in self.parts.items()
            for rows in rows_of(part)
        }

    def say(self, name: str, words: str, *, is_missing: bool = False) -> None:
        """Hear of the first thing that is wrong with a field, by its name in a record or on a page."""
        part, field = _where(name)
        if part is not None and (part, field) not in self._said:
            self._said.add((part, field))
            self.lacks.append(Lack(part, field, words, is_missing))

    @cached_property
    def led(self) -> Led:
        """Where its lines lead, and to the case that was taken up."""
        names = {rows.kind: self._names(rows.name) for rows in rows_of(Part.START) if rows.kind}
        if self.draft.adoption:
            names["case"].append(self.draft.adoption.case.slug)
        return led_to(names)

    @cached_property
    def authors(self) -> list[Person]:
        """Who writes it."""
        return authors_of(self.draft)

    @cached_property
    def files(self) -> dict[str, DraftFile]:
        """Its files by their keys, as rows name them."""
        return files_of(self.draft)

    def _names(self, rows: str) -> list[str]:
        """The last parts of the addresses in the lines of a list."""
        return [typed.last_part(row[LINE]) for row in value_at(self.parts[Part.START], rows)]

    def _record(self) -> Record:
        data = self._base()
        for part, typed_here in self.parts.items():
            if part == Part.BASICS or not typed.is_empty(part, typed_here):
                self._miss(part, typed_here)
            self._write(part, typed_here, data)
        if self.draft.adoption:
            # What was taken up from another says so, whatever its authors leave out.
            named = [*data["builds_on"], self.draft.adoption.case.slug]
            data["builds_on"] = list(dict.fromkeys(named))
        self._name_contact(data)
        record = read_record(data)
        for fault in record.faults:
            self.say(fault.field, fault.words)
        return record

    def _base(self) -> Data:
        """What no part asks: of the draft itself, and what a reviewer or a library has written on the page."""
        page, draft = self.page, self.draft
        data: Data = {
            "key": page.slug if page else slug_of(self._title(), draft.key),
            "languages": [draft.language],
            "level": typed.level_of(self.parts),
            "municipality": draft.municipality.code,
            "evidence_level": page.evidence_level if page else Evidence.STORY.value,
            "illustrative": page.is_illustrative if page else draft.is_illustrative,
        }
        if origin := origin_of(draft):
            data["origin"] = origin
        if page:
            data |= {
                "reviewed": page.reviewed_on,
                "confirmed": page.confirmed_on,
                "facts": {draft.language: page.what_is_true},
                "evidence_reason": {draft.language: page.evidence_reason},
            }
            data.setdefault(
                "origin",
                {
                    "name": page.origin,
                    "address": page.origin_address,
                    "authors": page.origin_authors,
                },
            )
        return data

    def _title(self) -> str:
        title: str = self.parts[Part.BASICS]["title"]
        return title

    def _miss(self, part: Part, data: Data) -> None:
        for field in fields_of(part):
            if field.is_needed and not value_at(data, field.name):
                self.say(field.name, _("This is still missing."), is_missing=True)
        for rows in rows_of(part):
            for number, row in enumerate(value_at(data, rows.name), 1):
                for field in rows.fields:
                    if field.is_needed and not row[field.name]:
                        name = f"{rows.name}[{number}].{field.name}"
                        self.say(name, _("This is still missing."), is_missing=True)

    def _write(self, part: Part, typed_here: Data, data: Data) -> None:
        """Into the record what was typed, read; what cannot be read is said and left out."""
        for field in fields_of(part):
            value = self._read(field, value_at(typed_here, field.name), field.name)
            typed.put_at(data, field.name, value)
        for rows in rows_of(part):
            read = self._read_rows(rows, value_at(typed_here, rows.name))
            typed.put_at(data, rows.name, read)

    def _read_rows(self, rows: Rows, value: list[Data]) -> list[Any]:
        read = []
        for number, row in enumerate(value, 1):
            at = f"{rows.name}[{number}]"
            if rows.are_lines:
                field = rows.fields[0]
                line = self._read(field, row[LINE], at)
                if line is not None:
                    read.append(line)
                continue
            read.append(
                {
                    field.name: self._read(field, row[field.name], f"{at}.{field.name}")
                    for field in rows.fields
                }
                | ({"file": row["file"]} if rows.name in OF_FILES[Part.FILES] else {})
            )
        return read

    def _read(self, field: Field, value: Any, at: str) -> Any:
        if field.typed in {Typed.MANY, Typed.TICK}:
            return value
        if field.typed == Typed.ADDRESS:
            return self._read_address(field, value, at)
        if field.typed in {Typed.LINE, Typed.TEXT} and field.name != "address":
            return {self.draft.language: value}
        if field.typed not in READ or not value:
            return value or None
        try:
            return READ[field.typed][0](value)
        except ValueError:
            self.say(at, READ[field.typed][1]())
            return None

    def _read_address(self, field: Field, value: str, at: str) -> Any:
        name = typed.last_part(value)
        called: Any = key_from(name) if field.kind == "topic" else name
        if str(called) not in self.led[field.kind]:
            self.say(at, _("There is no such page here."))
            return None
        return called

    def _name_contact(self, data: Data) -> None:
        """An author who is to be asked is called by their own name; nobody asked is nobody."""
        contact = data["contact"]
        person = self.contact_person = self._author(contact.pop("person"))
        name = contact["name"][self.draft.language]
        if person and not name:
            contact["name"] = {self.draft.language: person.full_name}
        elif not any([name, contact["consented"], contact["position"]]):
            data["contact"] = {}

    def _author(self, chosen: str | None) -> Person | None:
        if not chosen:
            return None
        found = next((each for each in self.authors if str(each.uuid) == chosen), None)
        if found is None:
            self.say("contact.person", _("This person does not write this case any more."))
        return found


def _how_to_write_a_day() -> str:
    return _("Write a day as 12.03.2026, or a month as 03.2026 or March 2026.")


READ: dict[Typed, tuple[Any, Any]] = {
    Typed.WHOLE: (
        typed.whole,
        lambda: _("Write a whole number: 940 000, or 940 thousand, 1.5 million."),
    ),
    Typed.FIGURE: (typed.figure, lambda: _("Write a number in digits: 6,5.")),
    Typed.DAY: (typed.day, _how_to_write_a_day),
    Typed.MONTH: (typed.day, _how_to_write_a_day),
}


def authors_of(draft: CaseDraft) -> list[Person]:
    """Who writes it, whoever began it first."""
    others = [each.person for each in draft.co_authors.select_related("person").order_by("pk")]
    return list(dict.fromkeys([draft.started_by, *others]))


def _where(name: str) -> tuple[Part | None, str]:
    """The part and field of a draft, of the name by which a record or a page calls it."""
    found = ROW.match(name)
    if found:
        rows, field = found["rows"], found["field"] or ""
        part = part_of(rows)
        if part is None:
            return None, name
        asked = next(each for each in rows_of(part) if each.name == rows)
        field = ASKED_IN_ROWS.get(field, field)
        at = f"{rows}[{found['number']}]"
        return part, f"{at}.{field}" if any(each.name == field for each in asked.fields) else at
    for tried in (name, name.rpartition(".")[0], ASKED_AS.get(name, "")):
        part = part_of(tried)
        if part is not None:
            return part, tried
    return None, name
