"""What the explorer is asked: read from an address or a command, and written back into an address."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.reports.periods import Period
from courses.reports.scopes import ALL_TIME, scope_of

# What has counts, in the order in which the page has it. Each may be asked for several values.
FACETS: dict[str, str | Promise] = {
    "stage": _("Stage"),
    "region": _("Region"),
    "municipality": _("Municipality"),
    "course": _("Course"),
    "module": _("Module"),
    "position": _("Position"),
    "sex": _("Sex"),
}
# Each record is in exactly one of these. “Stuck” is begun, and nothing completed in the module for so many days.
STAGES: dict[str, str | Promise] = {
    "not_started": _("Not started"),
    "started": _("Under way"),
    "stuck": _("Stuck"),
    "completed": _("Completed"),
    "expired": _("Certificate expired"),
}
STUCK_DAYS = 30  # fieldwork keeps people away for weeks
MOST_DAYS = 3650
MOST_VALUES = 60  # of one facet; more than all municipalities of the programme
LONGEST = 100  # characters of what is typed


class Asked(Protocol):
    """What came with an address: Django's QueryDict."""

    def getlist(self, key: str, /) -> list[str]: ...

    def get(self, key: str, /) -> str | list[object] | None: ...


@dataclass(frozen=True, slots=True)
class Question:
    """The filters in force. `chosen` has values as an address has them: codes, keys, names of stages."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""
    certificate: str = ""
    period: Period = ALL_TIME
    stuck_days: int = STUCK_DAYS
    as_now: bool = False
    typed: Mapping[str, str] = field(default_factory=dict, compare=False)
    errors: Mapping[str, str | Promise] = field(default_factory=dict, compare=False)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The filters one by one, as an address has them."""
        for name, values in self.chosen.items():
            yield from ((name, value) for value in values)
        yield from ((name, text) for name, text in self.typed.items() if text)

    def query(self, *more: tuple[str, str], without: Iterable[tuple[str, str]] = ()) -> str:
        """The address of the question, with some filters taken off and others added."""
        gone = set(without)
        return urlencode([*(pair for pair in self.pairs() if pair not in gone), *more])

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered."""
        return any(True for name, _value in self.pairs() if name not in {"territory", "days"})


def question_of(asked: Asked, today: date) -> Question:
    """Read the filters. What cannot be read is said in `errors` and filters nothing; an unknown value fits nobody."""
    chosen = {name: _values(asked.getlist(name)) for name in FACETS}
    typed = {
        name: str(asked.get(name) or "").strip()[:LONGEST]
        for name in ("name", "certificate", "period", "from", "to", "days", "territory")
    }
    scope = scope_of(typed, today)
    errors = dict(scope.errors)
    days = STUCK_DAYS
    if typed["days"]:
        if typed["days"].isdecimal() and 1 <= int(typed["days"]) <= MOST_DAYS:
            days = int(typed["days"])
        else:
            errors["days"] = _("Choose a number of days between 1 and 3650.")
    return Question(
        chosen={name: values for name, values in chosen.items() if values},
        name=typed["name"],
        certificate=typed["certificate"],
        period=scope.period,
        stuck_days=days,
        as_now=typed["territory"] == "now",
        typed=typed,
        errors=errors,
    )


def _values(values: list[str]) -> tuple[str, ...]:
    """Each once, in order; a form sends an empty one for “all”."""
    wanted = (value.strip()[:LONGEST] for value in values[:MOST_VALUES])
    return tuple(dict.fromkeys(value for value in wanted if value))
