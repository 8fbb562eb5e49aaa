"""What a case says to readers of one language: plain values, kept as JSON with the publication and rendered from it.

Figures, days and kinds are those of the source page; words are those of the page that is shown, row by row by the ids
of their blocks, and where a translation lacks one, the source's.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage

from exchange.cases.models import CasePage

TEXTS = (
    "summary", "problem", "done", "start", "terrain", "remoteness",
    "women", "youth", "minorities", "heard", "evidence_reason", "what_is_true",
)  # fmt: skip
# The rows of a full case, and which of their fields are words; the others count.
ROWS: dict[str, tuple[str, ...]] = {
    "partners": ("name",),
    "steps": ("title", "text", "who", "duration"),
    "costs": ("what", "payer"),
    "funding": ("source",),
    "staff": ("who", "time"),
    "legal_basis": ("text", "article", "document", "address"),
    "indicators": ("what", "unit", "how"),
    "files": ("document", "title"),
    "photos": ("alt", "caption"),
}
LINES = ("equipment", "difficulties", "lessons", "repeat_checklist", "do_not_copy_if")

Content = dict[str, Any]


def content_of(source: CasePage, shown: CasePage) -> Content:
    """The words of `shown` around the facts of `source`; they may be the same page, and a draft."""
    content: Content = {"title": shown.title or source.title}
    for name in TEXTS:
        content[name] = getattr(shown, name) or getattr(source, name)
    for name, words in ROWS.items():
        content[name] = [_row(*pair, words) for pair in _pairs(source, shown, name)]
    for name in LINES:
        content[name] = [str(theirs or ours) for _key, ours, theirs in _pairs(source, shown, name)]
    return content


def words_of(content: Content) -> Iterator[str]:
    """All that is written in it, for the search."""
    for name in TEXTS[:-1]:
        yield content[name]
    for name, words in ROWS.items():
        for row in content[name]:
            yield from (
                str(row[each] or "") for each in words if each not in {"document", "address"}
            )
    for name in LINES:
        yield from content[name]


def documents_in(content: Content) -> Iterator[tuple[int, str]]:
    """The documents that it offers, and what it calls each."""
    for name in ("files", "legal_basis"):
        for row in content[name]:
            if row["document"]:
                yield row["document"]["pk"], row.get("title") or row["text"]


def _pairs(source: CasePage, shown: CasePage, name: str) -> Iterator[tuple[str, Any, Any]]:
    """For each row of the source: its key, its value, and that of the same row on the page that is shown."""
    theirs = (
        {block.id: block.value for block in getattr(shown, name)} if shown.pk != source.pk else {}
    )
    for block in getattr(source, name):
        yield str(block.id), block.value, theirs.get(block.id)


def _row(key: str, ours: Any, theirs: Any, words: tuple[str, ...]) -> dict[str, Any]:
    row = {"key": key} | {field: _plain(value) for field, value in ours.items()}
    for field in words if theirs else ():
        row[field] = _plain(theirs[field]) or row[field]
    return row


def _plain(value: Any) -> Any:
    """As JSON keeps it: days in ISO's way, files and pictures by their row."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, AbstractDocument):
        return {
            "pk": value.pk,
            "url": value.url,
            "kind": value.file_extension.upper(),
            "size": value.get_file_size() or 0,
        }
    if isinstance(value, AbstractImage):
        return value.pk
    return value
