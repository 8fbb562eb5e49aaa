"""How the parts of a draft are described: fields, rows of them, and how each is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Typed(StrEnum):
    """How a field is typed, and read."""

    LINE = "line"
    TEXT = "text"
    WHOLE = "whole"  # a whole number
    FIGURE = "figure"
    DAY = "day"
    MONTH = "month"  # or a day of it, where somebody knows it
    CHOICE = "choice"
    MANY = "many"
    TICK = "tick"
    ADDRESS = "address"  # of a page of this site, or its last part


@dataclass(frozen=True)
class Field:
    """`name` is a path in the record. `choices` are those of a closed list; others come from the database.

    `kind`: of an address, to what it leads, by the search's name.
    """

    name: str
    label: Words
    typed: Typed = Typed.LINE
    is_needed: bool = False
    hint: Words = ""
    choices: type[Choices] | None = None
    kind: str = ""
    usual: str = ""  # chosen as long as nobody chooses


@dataclass(frozen=True)
class Rows:
    """A list of a record; `one_more` is said on the button that adds a row."""

    name: str
    label: Words
    one_more: Words
    fields: Sequence[Field]
    hint: Words = ""

    @property
    def are_lines(self) -> bool:
        return [field.name for field in self.fields] == [LINE]

    @property
    def kind(self) -> str:
        """Of which kind the pages are that its lines name; nothing, where they name none."""
        return self.fields[0].kind


LINE = "line"


def needed(name: str, label: Words, typed: Typed = Typed.LINE, hint: Words = "") -> Field:
    return Field(name, label, typed, is_needed=True, hint=hint)


def one_of(name: str, label: Words, choices: type[Choices]) -> Field:
    return Field(name, label, Typed.CHOICE, is_needed=True, choices=choices)


def lines(name: str, label: Words) -> Rows:
    return Rows(name, label, _("One more line"), (Field(LINE, label),))


def pages(name: str, label: Words, kind: str) -> Rows:
    """Chosen, not typed: no button gives an empty one."""
    return Rows(name, label, "", (Field(LINE, label, Typed.ADDRESS, kind=kind),))
