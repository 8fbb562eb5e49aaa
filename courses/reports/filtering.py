"""The row of selects above a report, as the template draws it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.reports.drawing import options_of
from courses.reports.periods import CHOICES
from courses.reports.scopes import Scope

Options = list[tuple[str, str | Promise, bool]]  # value, words, whether it is chosen


@dataclass(frozen=True, slots=True)
class Select:
    """A question with its answers."""

    name: str
    label: str
    options: Options

    @property
    def drawn(self) -> SafeString:
        """The answers as HTML."""
        return options_of(self.options)


def select(
    scope: Scope, name: str, label: str, choices: Mapping[Any, str | Promise], empty: str = ""
) -> Select:
    """A select of the filters; `empty` are the words for “do not filter”, if the choices have none."""
    chosen = scope.typed.get(name, "")
    options: Options = [("", empty, not chosen)] if empty else []
    options += [(str(value), words, str(value) == chosen) for value, words in choices.items()]
    return Select(name, label, options)


def territory_select(scope: Scope) -> Select:
    """Where that counts which was earned in a municipality that has since become part of another."""
    choices = {"": _("in the former one"), "now": _("in the one of today")}
    return select(scope, "territory", _("What was learned before municipalities joined"), choices)


def common_selects(
    scope: Scope, courses: Mapping[Any, str], positions: Mapping[int, str]
) -> list[Select]:
    """What every report can be narrowed by."""
    return [
        select(scope, "course", _("Course"), courses, _("All courses")),
        select(scope, "period", _("Period"), CHOICES),
        select(
            scope,
            "sex",
            _("Sex"),
            {"f": _("Women"), "m": _("Men"), "unknown": _("Not given")},
            _("All"),
        ),
        select(scope, "position", _("Position"), positions, _("All positions")),
    ]
