"""Rows of tables of adoptions. Templates took two thirds of such a page; here it is a tenth."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from exchange.cases.adoption.giving import Line
from exchange.cases.adoption.standing import lang_of, place_link, standing
from exchange.cases.adoption.tree import Became

REMEMBERED = 4096  # days and languages
# What the columns are called, above them and on a phone before each value.
LABELS: dict[str, str | Promise] = {
    "taker": _("Who took it"),
    "source": _("Case"),
    "giver": _("From whom"),
    "status": _("Where it stands"),
    "since": _("Since"),
    "result": _("Became a case"),
}
# The columns of a list in which all lines share one: of a case, of a giver, of a taker.
COLUMNS: dict[str, tuple[str, ...]] = {
    "source": ("taker", "status", "since", "result"),
    "giver": ("taker", "source", "status", "since", "result"),
    "taker": ("source", "giver", "status", "since", "result"),
}


def head_of(without: str) -> list[str | Promise]:
    """The heads of the columns; `without` is the one that all lines share."""
    return [LABELS[name] for name in COLUMNS[without]]


def rows_of(lines: Iterable[Line], without: str, language: str) -> SafeString:
    """The body of the table."""
    first, *rest = COLUMNS[without]
    cells = "".join(f'<td role="cell" data-l="{escape(LABELS[name])}">{{}}</td>' for name in rest)
    pattern = f'<tr role="row"><th scope="row" role="rowheader">{{}}</th>{cells}</tr>\n'
    drawn = (_cells(line, language) for line in lines)
    return format_html_join(
        "", pattern, ([each[first], *(each[n] for n in rest)] for each in drawn)
    )


def _cells(line: Line, language: str) -> dict[str, SafeString | str]:
    adoption = line.adoption
    url = reverse("adoption", args=[line.source.case.slug, adoption.pk])
    return {
        "taker": place_link(adoption.municipality, language),
        "source": case_link(line.source, language),
        "giver": place_link(adoption.giver, language),
        "status": format_html('<a href="{}">{}</a>', url, standing(adoption.status)),
        "since": _day(adoption.status_on, language),
        "result": case_link(line.result, language) if line.result else "–",
    }


def case_link(case: Became, language: str) -> SafeString:
    """A case by its title; or that it is withdrawn, with the way to the reason; or not published now."""
    if case.text is None and case.case.withdrawn_at is None:
        return format_html('<span class="soft">{}</span>', _("A case that is not published now"))
    url = reverse("case", args=[case.case.slug])
    if case.text is None:
        return format_html('<a href="{}">{}</a>', url, _("A case that was withdrawn"))
    text = case.text
    return format_html(
        '<a href="{}"{}>{}</a>', url, lang_of(text.text_language, language), text.title
    )


@lru_cache(REMEMBERED)
def _day(day: date, language: str) -> str:
    with override(language):
        return date_format(day)
