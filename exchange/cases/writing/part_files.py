"""The part of a draft that has its photographs and documents: rows of words, each with a file that was uploaded."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.utils.translation import gettext as _

from exchange.cases.choices import Part
from exchange.cases.models import CaseDraft, CasePage, DraftFile
from exchange.cases.writing import photos
from exchange.cases.writing.draft_records import parts_of
from exchange.cases.writing.parts import KEPT_WITH, OF_FILES
from exchange.cases.writing.published_parts import AT_FILE, parts_from
from exchange.cases.writing.typed import Data
from lms.people.models import Person
from lms.uploads.refusals import NotTaken


def add_uploads(
    *, by: Person, draft: CaseDraft, part: Part, data: Data, uploads: Iterable[File[bytes]]
) -> list[str]:
    """Keep what was uploaded, each with a row of its own in `data`; returns why some are not taken."""
    there = set(draft.files.values_list("key", flat=True))
    refused = []
    for upload in uploads:
        try:
            file = photos.keep_upload(by=by, draft=draft, upload=upload)
        except NotTaken as refusal:
            refused.append(str(refusal))
            continue
        if part == Part.LAW and file.is_picture:
            if file.key not in there:
                photos.drop_file(by=by, draft=draft, key=file.key)
            refused.append(
                _("“%(name)s” is a photograph: add it to the photographs.") % {"name": file.name}
            )
            continue
        name, words = _row_of(part, file)
        rows = data.setdefault(name, [])
        if all(row.get("file") != str(file.key) for row in rows):
            rows.append({"file": str(file.key)} | words)
    return refused


def _row_of(part: Part, file: DraftFile) -> tuple[str, Data]:
    """In which list the file stands, and what its row says before anybody has written in it."""
    if part == Part.LAW:
        return "legal_basis", {"text": file.name}
    return ("photos", {}) if file.is_picture else ("files", {"title": file.name})


def drop_what_went(*, by: Person, draft: CaseDraft, before: Data) -> None:
    """Files whose row somebody has taken away go too, unless another part names them."""
    still = {key for data in parts_of(draft).values() for key in _keys_in(data)}
    for key in _keys_in(before) - still:
        photos.drop_file(by=by, draft=draft, key=UUID(key))


def _keys_in(data: Data) -> set[str]:
    """The files that the rows name."""
    return {row["file"] for name in KEPT_WITH for row in data.get(name, []) if row.get("file")}


def taken_over(*, by: Person, draft: CaseDraft, page: CasePage) -> Data:
    """The part as the published page has it, its files now the draft's own too."""
    data = parts_from(page)[Part.FILES]
    for name in OF_FILES[Part.FILES]:
        published: dict[str, Any] = {
            block.id: block.value.get(AT_FILE[name]) for block in getattr(page, name)
        }
        for row in data[name]:
            if file := published.get(row["id"]):
                row["file"] = str(photos.take_over(by=by, draft=draft, published=file).key)
    return data
