"""A case is published: its facts become rows that count, its words texts for the readers of each language."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from json import dumps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime
from wagtail.models import Page

from exchange.cases.adoption.ancestry import check_sources
from exchange.cases.choices import CostKind
from exchange.cases.content import Content, content_of, documents_in
from exchange.cases.models import (
    Case,
    CaseAddress,
    CaseCost,
    CaseCourse,
    CaseDocument,
    CaseFunding,
    CaseIndicator,
    CasePage,
    CaseSource,
    CaseText,
)
from exchange.forum.models import Topic
from lms import clock
from lms.languages import LANGUAGES

COPIED = (
    "municipality_id", "level", "status", "is_illustrative", "households", "villages",
    "evidence_level", "contact_name", "contact_position_id", "contact_person_id", "contact_consented_on",
    "open_to_visits", "licence", "origin", "origin_address", "origin_authors",
    "started_on", "reviewed_on", "confirmed_on",
)  # fmt: skip

# Told within the publishing transaction, with the keys of the cases.
on_cases_changed: list[Callable[[Collection[UUID]], None]] = []


_postponed: ContextVar[set[UUID] | None] = ContextVar("postponed", default=None)


@contextmanager
def postponed() -> Iterator[None]:
    """For bulk work in one transaction: within it changed cases are noted, and each is republished once at the end."""
    noted: set[UUID] = set()
    token = _postponed.set(noted)
    try:
        yield
    finally:
        _postponed.reset(token)
    republish(*sorted(noted))


def case_changed(page: Page) -> None:
    """A page was published, unpublished, moved or deleted; nothing happens if it is none of a case."""
    if page.specific_class is not CasePage:
        return
    noted = _postponed.get()
    if noted is None:
        republish(page.translation_key)
    else:
        noted.add(page.translation_key)


@transaction.atomic
def republish(*keys: UUID) -> None:
    """Rebuild what is published of these cases, from their live pages. Safe to call at any time, and twice.

    The constraints of the rows are the last to say no: the form and the import have said it before, in words. Raises
    `InACircle`.
    """
    for key in keys:
        _rebuild(key)
    for tell in on_cases_changed:
        tell(keys)


def _rebuild(key: UUID) -> None:
    pages = CasePage.objects.filter(translation_key=key, live=True, alias_of=None)
    shown = {
        page.locale.language_code: page for page in pages.select_related("locale", "municipality")
    }
    source = next(
        (page for page in shown.values() if page.locale_id == page.source_locale_id), None
    )
    if source is None:
        take_down(key)
        return
    case = _keep_case(source)
    _keep_rows(case, source)
    _keep_relations(case, source)
    contents = {code: content_of(source, shown.get(code, source)) for code in LANGUAGES}
    _keep_texts(case, source, shown, contents)
    _keep_documents(case, contents.values())


def take_down(key: UUID) -> None:
    """Nobody reads it any more: its words go, the row and its address stay."""
    CaseText.objects.filter(case__key=key).delete()
    Case.objects.filter(key=key, taken_down_at=None).update(taken_down_at=clock.now())


def _keep_case(source: CasePage) -> Case:
    language = source.locale.language_code
    facts = {name: getattr(source, name) for name in COPIED}
    place = source.municipality
    costs = [row.value for row in source.costs]
    once = [cost["amount"] for cost in costs if cost["kind"] == CostKind.ONCE]
    yearly = [cost["amount"] for cost in costs if cost["kind"] == CostKind.YEARLY]
    facts |= {
        "page_id": source.pk,
        "source_language": language,
        "slug": _free_slug(source),
        "population": source.population or (place and place.population),
        "launch_cost": sum(once) if once else source.launch_cost,
        "yearly_cost": sum(yearly) if yearly else None,
        "funded_share": sum(row.value["share"] or 0 for row in source.funding),
        "has_results": any(row.value["after"] is not None for row in source.indicators),
        "written_on": clock.today(),
        "changed_at": clock.now(),
        "taken_down_at": None,
        "withdrawn_at": None,
        "withdrawn_because": "",
        "withdrawn_because_ky": "",
        "withdrawn_by": None,
        "replaced_by": None,
    }
    published_at = source.first_published_at or clock.now()
    facts["year"] = (source.started_on or localtime(published_at)).year
    first = {"published_at": published_at}
    case, _is_new = Case.objects.update_or_create(
        key=source.translation_key, defaults=facts, create_defaults=facts | first
    )
    CaseAddress.objects.get_or_create(slug=case.slug, defaults={"case": case})
    case.services.set(source.services.all())
    case.tags.set(source.tags.all())
    return case


def _free_slug(source: CasePage) -> str:
    """The page's slug, unless another case is or was read there: two libraries may use the same words."""
    slug: str = source.slug
    taken = CaseAddress.objects.filter(slug=slug).exclude(case__key=source.translation_key)
    return f"{slug}-{source.pk}" if taken.exists() else slug


def _keep_rows(case: Case, source: CasePage) -> None:
    case.casecosts.all().delete()
    case.casefundings.all().delete()
    CaseCost.objects.bulk_create(
        CaseCost(case=case, key=row.id, order=n, kind=row.value["kind"], amount=row.value["amount"])
        for n, row in enumerate(source.costs)
    )
    CaseFunding.objects.bulk_create(
        CaseFunding(
            case=case, key=row.id, order=n, amount=row.value["amount"], share=row.value["share"]
        )
        for n, row in enumerate(source.funding)
    )
    _keep_indicators(case, source)


def _keep_indicators(case: Case, source: CasePage) -> None:
    """Kept by their keys, not made anew: what others measured points to them."""
    rows = list(source.indicators)
    case.caseindicators.exclude(key__in=[row.id for row in rows]).delete()
    fields = ("order", "unit", "before", "after", "measured_on", "written_on")
    CaseIndicator.objects.bulk_create(
        [
            CaseIndicator(
                case=case,
                key=row.id,
                order=n,
                unit=row.value["unit"] or "",
                before=row.value["before"],
                after=row.value["after"],
                measured_on=row.value["measured_on"],
            )
            for n, row in enumerate(rows)
        ],
        update_conflicts=True,
        unique_fields=["case", "key"],
        update_fields=fields,
    )


def _keep_relations(case: Case, source: CasePage) -> None:
    named: dict[str, list[Any]] = {"course": [], "topic": [], "case": []}
    for block in source.related:
        if block.value:
            named[block.block_type].append(block.value)
    case.courses.all().delete()
    CaseCourse.objects.bulk_create(
        CaseCourse(case=case, course_key=key) for key in dict.fromkeys(named["course"])
    )
    case.topics.set(Topic.objects.filter(pk__in=named["topic"]))
    case.sources.all().delete()
    keys = {page.translation_key for page in named["case"]}
    if keys:
        check_sources(case.key, keys)
    CaseSource.objects.bulk_create(CaseSource(case=case, source_key=key) for key in sorted(keys))


def _keep_documents(case: Case, contents: Iterable[Content]) -> None:
    offered = {pk for content in contents for pk, _called in documents_in(content)}
    case.documents.exclude(document__in=offered).delete()
    CaseDocument.objects.bulk_create(
        [CaseDocument(case=case, document_id=pk) for pk in sorted(offered)], ignore_conflicts=True
    )


def _keep_texts(
    case: Case, source: CasePage, shown: dict[str, CasePage], contents: dict[str, Content]
) -> None:
    rows = []
    for language, content in contents.items():
        page = shown.get(language, source)
        version = sha256(dumps(content, sort_keys=True).encode()).hexdigest()[:16]
        rows.append(
            CaseText(
                case=case,
                language=language,
                text_language=page.locale.language_code,
                page_id=page.pk,
                title=content["title"],
                summary=content["summary"],
                content=content,
                version=version,
                published_at=case.published_at,
            )
        )
    CaseText.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["case", "language"],
        update_fields=[
            "text_language",
            "page_id",
            "title",
            "summary",
            "content",
            "version",
            "published_at",
        ],
    )
