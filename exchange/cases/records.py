"""A case as it is written in a file: checked field by field. README.md of `demo/` documents the fields.

Shape alone is checked here, and what leads to other rows; the rules of cases are the page's and its blocks' own.
"""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.cases.choices import Evidence, Level, Licence, Status
from lms.languages import LANGUAGES

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MONTH = re.compile(r"\d{4}-\d{2}")
LONGEST_KEY = 80

WORDS_MISSING: str | Promise = gettext_lazy("is missing")
Text = dict[str, str]

# Of a record: plain values, texts in its languages, and rows of both. A star stands before what must be there.
TEXTS = ("*title", "*summary", "*problem", "done", "facts", "evidence_reason")
CONTEXT_TEXTS = ("terrain", "remoteness", "text")
PARTICIPATION = ("women", "youth", "minorities", "heard")
ROW_TEXTS: dict[str, tuple[str, ...]] = {
    "partners": ("*name",),
    "steps": ("*title", "text", "who", "duration"),
    "costs": ("*what", "payer"),
    "funding": ("*source",),
    "staff": ("*who", "*time"),
    "legal_basis": ("*text", "article"),
    "indicators": ("*what", "unit", "how"),
    "files": ("*title",),
    "photos": ("*alt", "caption"),
}
ROW_FACTS: dict[str, tuple[str, ...]] = {
    "partners": ("support",),
    "steps": ("when",),
    "costs": ("kind", "amount"),
    "funding": ("amount", "share"),
    "staff": (),
    "legal_basis": ("kind", "address"),
    "indicators": ("before", "after", "date"),
    "files": ("file",),
    "photos": ("file",),
}
LINES = ("equipment", "difficulties", "lessons", "repeat_checklist", "do_not_copy_if")
FIGURES = {"share", "before", "after"}
DATES = ("started", "reviewed", "confirmed")
NUMBERS = ("population", "households", "villages")
OTHERS = (
    "key", "illustrative", "municipality", "level", "status", "languages", "services", "tags", "context",
    "participation", "launch_cost", "evidence_level", "contact", "open_to_visits", "related", "builds_on",
    "licence", "origin",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field of a record."""

    field: str
    words: str


@dataclass
class Record:
    """A checked record. `data` is as it was read, with texts as dictionaries and days as days."""

    key: str
    languages: list[str]
    data: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    def text(self, text: Text | None, language: str) -> str:
        return (text or {}).get(language, "")


def read_record(data: Any) -> Record:
    """The record, and all that is wrong with it."""
    if not isinstance(data, dict):
        return Record("", [], {}, [Fault("", _("This is no JSON object."))])
    return _Reading(data).record()


class _Reading:
    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = deepcopy(dict(data))
        self.faults: list[Fault] = []
        languages = self.data.get("languages")
        is_list = isinstance(languages, list) and languages
        self.languages = [each for each in languages or [] if each in LANGUAGES] if is_list else []

    def record(self) -> Record:
        self._check_names(self.data, {*map(_bare, TEXTS), *ROW_TEXTS, *LINES, *DATES, *OTHERS}, "")
        self._check_plain()
        if self.languages:
            self._check_texts()
        key = self.data.get("key")
        return Record(key if isinstance(key, str) else "", self.languages, self.data, self.faults)

    def _say(self, name: str, words: str | Promise) -> None:
        self.faults.append(Fault(name, str(words)))

    def _check_names(self, data: Mapping[str, Any], known: set[str], place: str) -> None:
        for name in data:
            if name not in known:
                self._say(f"{place}{name}", _("no such field"))

    def _check_plain(self) -> None:
        data = self.data
        key = data.get("key")
        if not isinstance(key, str) or not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
            self._say("key", _("small Latin letters, digits and single dashes, at most 80"))
        if not self.languages or len(self.languages) != len(data["languages"]):
            self._say("languages", _("a list of ky, ru, en: the one it was written in first"))
        self._choice("level", Level.values)
        self._choice("status", Status.values)
        self._choice("evidence_level", Evidence.values)
        self._choice("licence", Licence.values, is_needed=False)
        for name in ("illustrative", "open_to_visits"):
            if not isinstance(data.setdefault(name, False), bool):
                self._say(name, _("true or false"))
        self._number("launch_cost", data)
        for name in ("services", "tags", "builds_on"):
            self._keys(name, data)
        for name in DATES:
            self._date(name, data)
        for name, check in (
            ("contact", self._contact),
            ("related", self._related),
            ("origin", self._origin),
        ):
            self._part(name, check)

    def _part(self, name: str, check: Callable[[dict[str, Any]], None]) -> None:
        value = self.data.setdefault(name, {})
        if isinstance(value, dict):
            check(value)
        else:
            self._say(name, _("an object"))
            self.data[name] = {}

    def _contact(self, contact: dict[str, Any]) -> None:
        self._check_names(contact, {"name", "position", "consented"}, "contact.")
        if self.languages and contact:
            self._text("*name", contact, "contact.")
        self._date("consented", contact, "contact.")

    def _related(self, related: dict[str, Any]) -> None:
        self._check_names(related, {"courses", "topics"}, "related.")
        self._keys("courses", related, "related.")
        topics = related.setdefault("topics", [])
        if not isinstance(topics, list) or any(type(each) is not int for each in topics):
            self._say("related.topics", _("a list of numbers"))

    def _origin(self, origin: dict[str, Any]) -> None:
        self._check_names(origin, {"name", "address", "authors"}, "origin.")
        for name in ("name", "address", "authors"):
            if not isinstance(origin.setdefault(name, ""), str):
                self._say(f"origin.{name}", _("words"))

    def _choice(self, name: str, values: list[Any], *, is_needed: bool = True) -> None:
        value = self.data.get(name)
        if (value is not None or is_needed) and (value not in values or isinstance(value, bool)):
            self._say(name, _("one of: %s") % ", ".join(map(str, values)))

    def _number(self, name: str, data: dict[str, Any], place: str = "") -> None:
        value = data.setdefault(name, None)
        if value is not None and (type(value) is not int or value < 0):
            self._say(f"{place}{name}", _("a whole number, 0 or more"))
            data[name] = None

    def _figure(self, name: str, data: dict[str, Any], place: str) -> None:
        value = data.setdefault(name, None)
        if value is not None and (type(value) not in {int, float} or not isfinite(value)):
            self._say(f"{place}{name}", _("a number"))
            data[name] = None

    def _keys(self, name: str, data: dict[str, Any], place: str = "") -> None:
        value = data.setdefault(name, [])
        if not isinstance(value, list) or any(not isinstance(each, str) for each in value):
            self._say(f"{place}{name}", _("a list of keys"))
            data[name] = []

    def _date(self, name: str, data: dict[str, Any], place: str = "") -> None:
        """A day, or of a step only the month; YAML reads days by itself."""
        value = data.setdefault(name, None)
        if value is None or isinstance(value, date):
            return
        try:
            text = f"{value}-01" if MONTH.fullmatch(str(value)) else str(value)
            data[name] = date.fromisoformat(text)
        except ValueError:
            self._say(f"{place}{name}", _("a day, as 2026-11-28"))
            data[name] = None

    def _check_texts(self) -> None:
        for name in TEXTS:
            self._text(name, self.data)
        self._part("context", self._context)
        self._part("participation", self._participation)
        for name, texts in ROW_TEXTS.items():
            for n, row in enumerate(self._list(name)):
                self._row(row, f"{name}[{n + 1}].", texts, ROW_FACTS[name])
        for name in LINES:
            lines = self._list(name)
            for n in range(len(lines)):
                holder = {name: lines[n]}
                self._text(f"*{name}", holder, label=f"{name}[{n + 1}]")
                lines[n] = holder[name]

    def _context(self, context: dict[str, Any]) -> None:
        self._check_names(context, {*CONTEXT_TEXTS, *NUMBERS}, "context.")
        for name in NUMBERS:
            self._number(name, context, "context.")
        for name in CONTEXT_TEXTS:
            self._text(name, context, "context.")

    def _participation(self, participation: dict[str, Any]) -> None:
        self._check_names(participation, set(PARTICIPATION), "participation.")
        for name in PARTICIPATION:
            self._text(name, participation, "participation.")

    def _row(
        self, row: dict[str, Any], place: str, texts: tuple[str, ...], facts: tuple[str, ...]
    ) -> None:
        self._check_names(row, {*map(_bare, texts), *facts}, place)
        for name in texts:
            self._text(name, row, place)
        for name in facts:
            if name in {"when", "date"}:
                self._date(name, row, place)
            elif name == "amount":
                self._number(name, row, place)
            elif name in FIGURES:
                self._figure(name, row, place)
            else:
                row.setdefault(name, None)

    def _list(self, name: str) -> list[Any]:
        value = self.data.setdefault(name, [])
        if not isinstance(value, list) or (
            name in ROW_TEXTS and any(not isinstance(each, dict) for each in value)
        ):
            self._say(name, _("a list of rows"))
            self.data[name] = value = []
        return value

    def _text(self, name: str, data: dict[str, Any], place: str = "", label: str = "") -> None:
        """Words in exactly the case's languages; a lone string is in the first."""
        is_needed, name = name.startswith("*"), _bare(name)
        label = label or f"{place}{name}"
        value = data.setdefault(name, None)
        if isinstance(value, str) and len(self.languages) == 1:
            data[name] = value = {self.languages[0]: value}
        if value is None and not is_needed:
            return
        if not isinstance(value, dict) or any(not isinstance(each, str) for each in value.values()):
            self._say(label, _("words in: %s") % ", ".join(self.languages))
            data[name] = None
            return
        for language in self.languages:
            if is_needed and not value.get(language, "").strip():
                self._say(f"{label}.{language}", WORDS_MISSING)
        for language in value.keys() - set(self.languages):
            self._say(f"{label}.{language}", _("the case has no such language"))


def _bare(name: str) -> str:
    return name.removeprefix("*")
