"""The body of the table of records."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from courses.reports.drawing import joined, with_labels

RECORD = (
    '<tr role="row"><th scope="row" role="rowheader"><span><bdi>{}</bdi><br><span class="soft">{}</span></span></th>'
    '<td role="cell" data-l="{place}">{}</td>'
    '<td role="cell" data-l="{module}"><span>{}<br><span class="soft">{}</span></span></td>'
    '<td role="cell" data-l="{stage}">{}</td><td role="cell" data-l="{days}">{}</td>'
    '<td role="cell" data-l="{certificate}">{}</td></tr>\n'
)


def record_rows(rows: Iterable[tuple[Any, ...]], labels: Mapping[str, str]) -> SafeString:
    """The rows; `labels` stand before the values on a phone."""
    return joined(with_labels(RECORD, labels), rows)
