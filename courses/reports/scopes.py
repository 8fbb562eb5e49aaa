"""What a report is asked for: course, period, sex, position; read from an address, and written back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.reports.periods import CHOICES, Period
from lms.people.models import Sex

ALL_TIME = Period()


@dataclass(frozen=True, slots=True)
class Scope:
    """The filters in force.

    `typed` is what came, word for word; `errors` says by field what of it could not be read. Two scopes are equal when
    they filter alike.
    """

    course_key: UUID | None = None
    period: Period = ALL_TIME
    sex: str = ""
    position_id: int | None = None
    typed: Mapping[str, str] = field(default_factory=dict, compare=False)
    errors: Mapping[str, str | Promise] = field(default_factory=dict, compare=False)

    def people(self, membership: str, person: str) -> Q:
        """Rows of the chosen sex and position; the arguments are the paths that lead there."""
        wanted = Q()
        if self.sex:
            wanted &= Q(**{f"{person}__sex": "" if self.sex == "unknown" else self.sex})
        if self.position_id is not None:
            path = f"{membership}__position" if membership else "position"
            wanted &= Q(**{path: self.position_id})
        return wanted

    def course(self, path: str) -> Q:
        """Rows of the chosen course."""
        return Q() if self.course_key is None else Q(**{path: self.course_key})

    def query(self, **changes: str) -> str:
        """The filters as an address has them, with some of them changed; empty ones are left out."""
        return urlencode({name: text for name, text in {**self.typed, **changes}.items() if text})


FIELDS = ("course", "period", "from", "to", "sex", "position")
SEXES = {*Sex.values, "unknown"}


def scope_of(asked: Mapping[str, str], today: date, *more: str) -> Scope:
    """Read the filters of an address. What cannot be read is said in `errors` and filters nothing.

    Days that were typed win over a named period. `more` names what else the page keeps in its address.
    """
    typed = {name: asked.get(name, "").strip()[:100] for name in (*FIELDS, *more)}
    errors: dict[str, str | Promise] = {}
    first = _day(typed, "from", errors)
    last = _day(typed, "to", errors)
    if first and last and last < first:
        errors["to"] = _("The last day comes before the first.")
        first = last = None
    named = typed["period"] if typed["period"] in CHOICES else ""
    period = Period(first, last) if first or last else Period.named(named, today)
    position = typed["position"]
    return Scope(
        course_key=_key(typed["course"]),
        period=period,
        sex=typed["sex"] if typed["sex"] in SEXES else "",
        position_id=int(position) if position.isdecimal() and len(position) < 10 else None,
        typed=typed,
        errors=errors,
    )


def _day(typed: Mapping[str, str], name: str, errors: dict[str, str | Promise]) -> date | None:
    if not typed[name]:
        return None
    try:
        day = date.fromisoformat(typed[name])
    except ValueError:
        errors[name] = _("This is not a day of the calendar. Write it as 2026-03-31.")
        return None
    if not 2000 <= day.year <= 2100:
        errors[name] = _("Choose a day between 2000 and 2100.")
        return None
    return day


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
