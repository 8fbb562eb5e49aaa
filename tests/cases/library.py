"""Cases for tests, brought in as those of another library are."""

from itertools import count
from typing import Any

from exchange.cases.importing import import_cases, key_of
from exchange.cases.models import Case, CasePage, Service, Tag
from exchange.cases.records import read_record
from lms.people.models import Municipality
from tests import make

_number = count(1)
LONG_AGO = "2024-03-04"


def lists() -> None:
    """Two services, with the words of three languages, and a challenge."""
    for key, names in {
        "waste": ("Таштанды", "Отходы", "Waste"),
        "water": ("Ичүүчү суу", "Питьевая вода", "Drinking water"),
    }.items():
        fields = dict(zip(("name_ky", "name_ru", "name_en"), names, strict=True))
        Service.objects.get_or_create(key=key, defaults=fields)
    Tag.objects.get_or_create(key="winter", defaults={"name_ru": "зима", "name_ky": "кыш"})


def data(place: Municipality | None = None, **changes: Any) -> dict[str, Any]:
    """A short case in Russian as a file has it, in a municipality of its own unless one is given."""
    lists()
    number = next(_number)
    return {
        "key": f"case-{number}",
        "languages": ["ru"],
        "municipality": (place or make.municipality()).code,
        "level": "short",
        "status": "running",
        "services": ["waste"],
        "tags": ["winter"],
        "title": f"Одна машина на три села {number}",
        "summary": "Три айыла сложились на одну машину.",
        "problem": "Каждое село по отдельности машину не потянет.",
        "done": "Купили подержанную машину.",
        "evidence_level": 2,
        "started": LONG_AGO,
    } | changes


FULL: dict[str, Any] = {
    "level": "full",
    "context": {"population": 6200, "villages": 3, "terrain": "У озера", "text": "Мусор сжигали."},
    "steps": [{"title": "Посчитали объём", "text": "Неделя замеров.", "when": "2024-03"}],
    "costs": [
        {"what": "Машина", "kind": "once", "amount": 940_000, "payer": "Аймак"},
        {"what": "Топливо", "kind": "yearly", "amount": 410_000},
    ],
    "funding": [
        {"source": "Бюджет", "amount": 488_800, "share": 52},
        {"source": "Сёла", "amount": 451_200, "share": 48},
    ],
    "indicators": [
        {"what": "Свалок", "unit": "мест", "before": 17, "after": 6.5, "date": "2025-09-15"}
    ],
    "lessons": ["Начинайте со схода."],
    "contact": {"name": "Нурбек Т.", "position": "clerk", "consented": "2026-01-01"},
}


def full(place: Municipality | None = None, **changes: Any) -> dict[str, Any]:
    """A case with its parts, and somebody to ask."""
    make.position()
    return data(place, **FULL | changes)


def bring(*cases: dict[str, Any], **how: Any) -> list[Case]:
    """Bring them in, and the rows of what is published."""
    import_cases([read_record(each) for each in cases], **how)
    return [Case.objects.get(key=key_of(each["key"])) for each in cases]


def case(place: Municipality | None = None, **changes: Any) -> Case:
    """A published short case."""
    return bring(data(place, **changes))[0]


def page_of(case: Case) -> CasePage:
    """Its page in the source language."""
    page: CasePage = CasePage.objects.get(pk=case.page_id)
    return page


def publish(page: CasePage) -> None:
    """Publish the page as it is now."""
    page.save_revision().publish()
