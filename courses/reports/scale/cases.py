"""Invented cases, as they are read: rows and words without pages, for nobody edits them."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from courses.reports.scale.bulk import continue_numbering, first_free_key, insert_rows
from exchange.cases.choices import CostKind, Evidence, Level, Licence, Status
from exchange.cases.content import LINES, ROWS, TEXTS, Content
from exchange.cases.models import (
    Case,
    CaseAddress,
    CaseCost,
    CaseIndicator,
    CaseText,
    Service,
    Tag,
)
from lms.languages import LANGUAGES
from lms.people.models import Municipality

LASTS = timedelta(days=1500)  # the library, up to now
AT_ONCE = 500  # rows in one statement
SENTENCE = "Посчитали объём, договорились о тарифе на сходе и повесили график на каждой улице. "
STEPS = 6  # of a full case
TEXT_FIELDS = (
    "id", "case", "language", "text_language", "page_id", "title", "summary", "content", "version",
    "published_at",
)  # fmt: skip
SERVICES = {"waste": "Бытовые отходы", "water": "Питьевая вода", "roads": "Дороги"}
TAGS = {"winter": "зима", "debts": "долги", "tariff": "тариф"}


def write_cases(count: int, now: datetime, chance: Random) -> None:
    """So many, in all municipalities, of every status; each with costs and an indicator."""
    places = list(Municipality.objects.current())
    services, tags = _lists()
    cases = [_case(chance.choice(places), now, chance) for _ in range(count)]
    Case.objects.bulk_create(cases, batch_size=AT_ONCE)
    CaseAddress.objects.bulk_create(
        [CaseAddress(slug=case.slug, case=case) for case in cases], batch_size=AT_ONCE
    )
    of_services, of_tags = Case.services.through, Case.tags.through
    of_services.objects.bulk_create(
        [of_services(case=case, service=chance.choice(services)) for case in cases],
        batch_size=AT_ONCE,
    )
    of_tags.objects.bulk_create(
        [of_tags(case=case, tag=chance.choice(tags)) for case in cases], batch_size=AT_ONCE
    )
    _write_figures(cases, chance)
    first = first_free_key(CaseText)
    texts = (text for case in cases for text in _texts(case))
    insert_rows(CaseText, TEXT_FIELDS, ((first + n, *text) for n, text in enumerate(texts)))
    continue_numbering([CaseText])


def _lists() -> tuple[list[Service], list[Tag]]:
    for key, name in SERVICES.items():
        Service.objects.get_or_create(key=key, defaults={"name_ru": name})
    for key, name in TAGS.items():
        Tag.objects.get_or_create(key=key, defaults={"name_ru": name})
    return list(Service.objects.all()), list(Tag.objects.all())


def _case(place: Municipality, now: datetime, chance: Random) -> Case:
    key = UUID(int=chance.getrandbits(128))
    published = now - LASTS * chance.random()
    return Case(
        key=key,
        page_id=0,
        source_language=chance.choice(("ky", "ru", "ru")),
        slug=f"case-{key}",
        municipality=place,
        level=Level.FULL,
        status=chance.choice(Status.values),
        is_illustrative=True,
        population=chance.randrange(500, 20_000),
        launch_cost=chance.randrange(5_000, 5_000_000),
        has_results=chance.random() < 0.7,
        evidence_level=chance.choice(Evidence.values),
        licence=Licence.CC_BY,
        started_on=localdate(published) - timedelta(days=200),
        written_on=localdate(now),
        year=(localdate(published) - timedelta(days=200)).year,
        published_at=published,
        changed_at=published,
    )


def _write_figures(cases: list[Case], chance: Random) -> None:
    CaseCost.objects.bulk_create(
        [
            CaseCost(
                case=case, key=case.key, order=0, kind=CostKind.ONCE, amount=case.launch_cost or 0
            )
            for case in cases
        ],
        batch_size=AT_ONCE,
    )
    CaseIndicator.objects.bulk_create(
        [
            CaseIndicator(case=case, key=case.key, order=0, unit="мест", before=17, after=6)
            for case in cases
            if case.has_results
        ],
        batch_size=AT_ONCE,
    )


def _texts(case: Case) -> list[tuple[Any, ...]]:
    title = f"Как мы решили это в {case.municipality.name_ru}"
    content: Content = dict.fromkeys(TEXTS, "") | {name: [] for name in (*ROWS, *LINES)}
    key = str(case.key)
    step = {"key": key, "title": "Шаг", "text": SENTENCE, "who": "", "when": None, "duration": ""}
    cost = {"key": key, "what": "Запуск", "kind": CostKind.ONCE, "payer": ""}
    content |= {
        "title": title,
        "summary": SENTENCE,
        "problem": SENTENCE,
        "steps": [step] * STEPS,
        "costs": [cost | {"amount": case.launch_cost}],
        "lessons": [SENTENCE] * 3,
    }
    return [
        (
            case.pk, language, case.source_language, case.page_id, title, SENTENCE, content, key[:16],
            case.published_at,
        )
        for language in LANGUAGES
    ]  # fmt: skip
