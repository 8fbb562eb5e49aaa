"""Bodies of long tables. A template costs 10 µs for each value, and these pages have a thousand: here it is a tenth."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Cells = list[tuple[str, bool]]  # what stands in a cell, and whether it counts elsewhere

PERSON = (
    '<tr role="row"><th scope="row" role="rowheader"><bdi>{}</bdi>{}</th>'
    '<td role="cell" data-l="{position}">{}</td><td role="cell" data-l="{sex}">{}</td>'
    '<td role="cell" data-l="{progress}" class="n">{}</td><td role="cell" data-l="{seen}">{}</td>'
    '<td role="cell" data-l="{standing}">{}</td><td role="cell" data-l="{certificate}">{}</td></tr>\n'
)
SELECTED = mark_safe(" selected")
MUNICIPALITY = (
    '<tr role="row"><th scope="row" role="rowheader"><a href="{programme}municipalities/{code}/">{name}</a></th>'
    '<td role="cell" data-l="{l_region}">{region}</td>'
    '<td role="cell" data-l="{l_staff}" class="n">{staff}</td>'
    '<td role="cell" data-l="{l_started}" class="n">{started}</td>'
    '<td role="cell" data-l="{l_completed}" class="n">{completed}</td>'
    '<td role="cell" data-l="{l_certificates}" class="n">{certificates}</td></tr>\n'
)

REGION = (
    '<tr role="row"><th scope="row" role="rowheader">{name}</th>'
    '<td role="cell" data-l="{l_started}" class="n">{started}</td>'
    '<td role="cell" data-l="{l_completed}" class="n">{completed}</td>'
    '<td role="cell" data-l="{l_certificates}" class="n">{certificates}</td></tr>\n'
)


def people_rows(rows: Iterable[tuple[Any, ...]], labels: Mapping[str, str]) -> SafeString:
    """The rows of the list of people; `labels` stand before the values on a phone."""
    return joined(with_labels(PERSON, labels), rows)


def month_rows(months: Iterable[tuple[str, str, str]], listed: str) -> SafeString:
    """The rows of the table of months: name, number, and the filters of the list behind it."""
    pattern = with_labels(
        '<tr><th scope="row">{}</th><td class="n"><a href="{listed}?{}">{}</a></td></tr>',
        {"listed": listed},
    )
    return joined(pattern, ((name, query, number) for name, number, query in months))


def joined(pattern: str, rows: Iterable[tuple[Any, ...] | dict[str, Any]]) -> SafeString:
    """The pattern once for each row, filled in by place or by name, one after the other.

    As `format_html_join`, which asks of each of a thousand values whether it will be translated later.
    """
    drawn = [
        pattern.format(**{name: _safe(value) for name, value in row.items()})
        if isinstance(row, dict)
        else pattern.format(*map(_safe, row))
        for row in rows
    ]
    return mark_safe("".join(drawn))  # noqa: S308  the patterns are ours, and all values are escaped


def _safe(value: Any) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))


def with_labels(pattern: str, labels: Mapping[str, str]) -> str:
    """The pattern of a row with the words that are the same in all of them; its empty places stay."""
    for name, words in labels.items():
        safe = str(conditional_escape(words)).replace("{", "{{").replace("}", "}}")
        pattern = pattern.replace(f"{{{name}}}", safe)
    return pattern


def wide_rows(lines: Iterable[tuple[str, Cells]]) -> SafeString:
    """The rows of the table of people and modules."""
    return joined(
        '<tr><th scope="row"><bdi>{}</bdi></th>{}</tr>\n',
        ((name, mark_safe("".join([_cell(*cell) for cell in cells]))) for name, cells in lines),  # noqa: S308  _cell escapes
    )


@lru_cache(8192)
def _cell(words: str, is_elsewhere: bool) -> SafeString:
    """The same few days stand in most cells."""
    return format_html("<td>{}{}</td>", words, "*" if is_elsewhere else "")


@lru_cache(4096)
def tail(words: str) -> SafeString:
    """A day behind a tag; the same few stand in most rows."""
    return format_html(" {}", words)


def options_of(options: Iterable[tuple[str, Any, bool]]) -> SafeString:
    """The answers of a select: value, words, and whether it is chosen."""
    return joined(
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if is_chosen else "", words) for value, words, is_chosen in options),
    )


@lru_cache(64)
def tag(words: str, tone: str) -> SafeString:
    """The state of a thing in a word, as components/tag.html has it."""
    return format_html('<span class="tag {}">{}</span>', tone, words)
