"""A page of a case as the parts of a draft, and what a new version of it has changed, or lacks as it lacked before."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from wagtail.images.models import Image

from courses.catalogue.models import Address
from exchange.cases.choices import Part
from exchange.cases.making import value_at
from exchange.cases.models import CaseDraft, CasePage, DraftFile
from exchange.cases.record_fields import FACTS, RENAMED, TEXTS
from exchange.cases.writing import typed
from exchange.cases.writing.draft_records import ROW, DraftReading, Lack
from exchange.cases.writing.parts import fields_of, rows_of
from exchange.cases.writing.shapes import LINE, Field, Rows, Typed
from exchange.cases.writing.typed import Data

KEPT_FOR = timedelta(days=7)
AT_FILE = {"photos": "image", "files": "document", "legal_basis": "document"}  # of a row's block
# Fields of the page, by those of the record.
ON_PAGE = {record: page for page, record in (TEXTS | FACTS).items()} | {"licence": "licence"}


def parts_from(page: CasePage) -> dict[Part, Data]:
    """What the parts of a draft have to say so that the page says what it says; rows keep their ids."""
    found = {}
    for part in Part:
        data: Data = {}
        for field in fields_of(part):
            typed.put_at(data, field.name, _field_of(page, field))
        for rows in rows_of(part):
            typed.put_at(data, rows.name, _rows_of(page, rows))
        found[part] = typed.clean(part, data, key=page.translation_key)
    return found


def _field_of(page: CasePage, field: Field) -> Any:
    name = field.name
    if name in {"services", "tags"}:
        return [each.key for each in getattr(page, name).all()]
    if name == "contact.person":
        return page.contact_person.uuid if page.contact_person else ""
    if name == "contact.position":
        return page.contact_position.key if page.contact_position else ""
    return _as_typed(getattr(page, ON_PAGE[name]), field.typed)


def _as_typed(value: Any, how: Typed) -> Any:
    """As somebody would have typed it. The first of a month is how a month is kept."""
    if how == Typed.MONTH and isinstance(value, date) and value.day == 1:
        return f"{value:%m.%Y}"
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str("" if value is None else value)


def _rows_of(page: CasePage, rows: Rows) -> list[Data]:
    if rows.kind:
        named = [block.value for block in page.related if block.block_type == rows.kind]
        return [{LINE: name} for value in named if (name := _name_of(rows.kind, value))]
    found = []
    for block in getattr(page, rows.name):
        row = {
            field.name: _as_typed(
                block.value if rows.are_lines else block.value[RENAMED.get(field.name, field.name)],
                field.typed,
            )
            for field in rows.fields
        }
        if rows.name in AT_FILE:
            row |= _file_at(page, block.value.get(AT_FILE[rows.name]))
        found.append({"id": block.id} | row)
    return found


def _file_at(page: CasePage, published: Any) -> Data:
    """The row of the draft that a picture or document of the page was made of, if it was one."""
    if published is None:
        return {}
    at = "image" if isinstance(published, Image) else "document"
    files = DraftFile.objects.filter(draft__key=page.translation_key, **{at: published})
    key = files.values_list("key", flat=True).last()
    return {"file": str(key)} if key else {}


def _name_of(kind: str, value: Any) -> str:
    """How a line of a draft names a case, a course or a topic."""
    if kind == "topic":
        return str(value)
    if kind == "case":
        return (value.specific.current_slug() or "") if value else ""
    addresses = Address.objects.filter(activity_key=None, course_key=value)
    return addresses.values_list("path", flat=True).last() or ""


def published_parts(draft: CaseDraft) -> dict[Part, Data]:
    """What the parts of its case say as it is published now; nothing, if it is not. Files are of some draft of it."""
    pages = CasePage.objects.filter(translation_key=draft.key, live=True)
    page = pages.filter(locale__language_code=draft.language).first()
    if page is None:
        return {}
    # What is published says the same until it is published again, and takes forty questions to read.
    name = f"published-parts:{draft.key}:{page.live_revision_id}:{_moment(page)}"
    said: dict[Part, Data] | None = cache.get(name)
    if said is None:
        said = parts_from(page)
        cache.set(name, said, KEPT_FOR.total_seconds())
    # Cleaned: what was kept by an earlier version of this site may lack a field.
    return {part: typed.clean(part, said.get(part, {}), key=draft.key) for part in Part}


def _moment(page: CasePage) -> str:
    return page.last_published_at.isoformat() if page.last_published_at else ""


def changed_since(published: Mapping[Part, Data], parts: Mapping[Part, Data]) -> set[Part]:
    """The parts that say something else now. The same file may be kept under another key."""
    return {part for part, data in parts.items() if _said(published[part]) != _said(data)}


def _said(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _said(each) for name, each in data.items() if name not in {"id", "file"}}
    return [_said(each) for each in data] if isinstance(data, list) else data


def without_what_was_missing(reading: DraftReading) -> list[Lack]:
    """What is wrong with a draft; of a new version nothing is demanded that was published without it."""
    lacks = reading.lacks
    if not any(lack.is_missing for lack in lacks):
        return lacks
    before = published_parts(reading.draft) if reading.page else {}
    return [
        lack
        for lack in lacks
        if not (lack.is_missing and before and _was_missing(lack.field, reading, before))
    ]


def _was_missing(name: str, reading: DraftReading, before: Mapping[Part, Data]) -> bool:
    found = ROW.fullmatch(name)
    if found is None:
        return any(not value_at(before[part], name) for part in before if _has(part, name))
    row = reading.rows[found["rows"]][int(found["number"]) - 1]
    earlier = [
        each
        for data in before.values()
        for each in value_at(data, found["rows"]) or []
        if each["id"] == row["id"]
    ]
    return any(not each[found["field"]] for each in earlier)


def _has(part: Part, name: str) -> bool:
    return any(field.name == name for field in fields_of(part))
