"""A course's outline as pages draw it: a cord with a knot for each activity."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses.catalogue.activities import KINDS
from courses.catalogue.words import minutes_words
from courses.progress.standing import Standing
from lms.skeletons import fill


class Shape(NamedTuple):
    """Which parts a knot has. Most of an outline's knots have the same."""

    state: str
    language: str  # if it is not the page's
    is_tag: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One knot: `state` is done, now or empty; `note` stands beside the title."""

    title: str
    language: str
    url: str
    state: str
    note: str
    is_tag: bool

    @property
    def drawn(self) -> SafeString:
        """The knot as HTML."""
        language = self.language if self.language != get_language() else ""
        shape = Shape(self.state, language, self.is_tag)
        values = {"title": self.title, "url": self.url, "note": self.note}
        return fill("progress/knot.html", shape, values)


def outline_rows(
    standing: Standing, language: str, current: UUID | None = None
) -> list[dict[str, Any]]:
    """Modules with their rows, ready for the template; one pass, no queries."""
    modules = []
    for number, module in enumerate(standing.outline.modules, 1):
        rows = [_row(standing, activity, language, current) for activity in module.activities]
        title = _("Module %(number)d. %(title)s") % {"number": number, "title": module.title}
        modules.append(
            {"title": title, "language": module.language, "rows": rows, "slug": module.slug}
        )
    return modules


def _row(standing: Standing, activity: Any, language: str, current: UUID | None) -> Row:
    url = f"/{language}/courses/{activity.path}/"
    kind = KINDS[activity.kind]
    if activity.key == current:
        state, note, is_tag = "now", _("You are here"), True
    elif activity.key in standing.done:
        state, note, is_tag = "done", str(kind.done_words), True
    elif activity.key in standing.new:
        state, note, is_tag = "", _("New"), True
    elif standing.enrolment and activity.key not in standing.required:
        state, note, is_tag = "", _("Optional"), False
    else:
        state, note, is_tag = "", kind.size_words(activity), False
    return Row(activity.title, activity.language, url, state, note, is_tag)


def progress_words(standing: Standing) -> str:
    """“5 of 12 done, 1 new, about 40 minutes left”; everything a learner wants to know in a line."""
    done, of = standing.required_done, len(standing.required)
    words = [_("%(done)d of %(of)d done") % {"done": done, "of": of}]
    if standing.new:
        words.append(
            ngettext("%(n)d new", "%(n)d new", len(standing.new)) % {"n": len(standing.new)}
        )
    if standing.left:
        words.append(_("about %(time)s left") % {"time": minutes_words(standing.minutes_left)})
    return ", ".join(words)
