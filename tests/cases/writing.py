"""Drafts for tests, written by the use cases that write the real ones."""

from typing import Any
from uuid import uuid4

from exchange.cases.choices import Part
from exchange.cases.models import CaseDraft, DraftFile, DraftPart
from exchange.cases.writing.draft_records import parts_of
from exchange.cases.writing.drafting import save_part, start_draft
from exchange.cases.writing.photos import keep_upload
from exchange.cases.writing.submission import submit
from lms.people.models import Municipality, Person
from tests import files, make
from tests.cases import library

BASICS: dict[str, Any] = {
    "title": "Фонари, за которыми следят соседи",
    "summary": "Каждая улица выбрала старшего по фонарям.",
    "services": ["water"],
    "problem": "Лампы горели днём, ночью улицы были тёмными.",
    "done": "На сходе выбрали старших и поставили таймеры.",
    "status": "running",
}
COSTS: dict[str, Any] = {
    "costs": [
        {"what": "Таймеры", "kind": "once", "amount": "38 400", "payer": "Аймак"},
        {"what": "Лампы", "kind": "yearly", "amount": "12000"},
    ],
    "funding": [
        {"source": "Бюджет", "amount": "20000", "share": "52,5"},
        {"source": "Жители", "amount": "18400", "share": "47,5"},
    ],
    "equipment": [{"line": "Лестница"}],
}
RESULTS: dict[str, Any] = {
    "indicators": [
        {"what": "Счёт за свет", "unit": "сом", "before": "18 600", "after": "9350,5", "date": "09.2025"}
    ]
}  # fmt: skip


def draft(by: Person | None = None, **facts: Any) -> CaseDraft:
    """An empty draft in Russian, of a confirmed member of a municipality unless somebody else begins it."""
    library.lists()
    defaults: dict[str, Any] = {"client_id": uuid4(), "language": "ru"}
    return start_draft(by=by or make.learner(), **defaults | facts)


def save(draft: CaseDraft, part: Part, data: dict[str, Any], by: Person | None = None) -> DraftPart:
    """The part as whoever began the draft saves it, having seen what is there."""
    latest = draft.parts.filter(part=part).order_by("-version").first()
    version = latest.version if latest else 0
    return save_part(
        by=by or draft.started_by, draft=draft, part=part, data=data, base_version=version
    )


def short(place: Municipality | None = None, by: Person | None = None, **changes: Any) -> CaseDraft:
    """A draft with the seven fields of a short case."""
    made = draft(by or make.learner(place))
    save(made, Part.BASICS, BASICS | changes)
    return made


def full(place: Municipality | None = None, by: Person | None = None) -> CaseDraft:
    """A draft with costs and results too."""
    made = short(place, by)
    save(made, Part.COSTS, COSTS)
    save(made, Part.RESULTS, RESULTS)
    return made


def submitted(made: CaseDraft | None = None, by: Person | None = None) -> CaseDraft:
    """A draft that waits for its review."""
    made = made or short()
    return submit(by=by or made.started_by, draft=made)


def typed(draft: CaseDraft, part: Part) -> dict[str, Any]:
    """What the part says now."""
    return parts_of(draft)[part]


def kept(draft: CaseDraft, name: str = "акт.pdf", content: bytes = files.PDF) -> DraftFile:
    """A file that whoever began the draft has uploaded into it."""
    return keep_upload(by=draft.started_by, draft=draft, upload=files.upload(name, content))
