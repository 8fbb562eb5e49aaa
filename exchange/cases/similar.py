"""Cases that are like one, and those that it stands between: what it builds on, and what was built on it.

Asked on every page of a case, so prepared; a guest's rights, which are everybody's (`access.texts_visible_to`).
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
)

from exchange.cases.models import Case, CaseSource, CaseText
from lms.prepared import Prepared, Slot

MOST = 3
# What a link says of a case.
OF_A_LINK = (
    *("title", "text_language", "published_at", "case__slug"),
    *(f"case__municipality__name_{code}" for code in ("ky", "ru", "en")),
)


def similar_to(case: Case, language: str) -> list[CaseText]:
    """Those of the same service with the most challenges in common; the latest of equals."""
    return LIKE.all(case=case.pk, language=language)


def built_around(case: Case, language: str) -> tuple[list[CaseText], list[CaseText]]:
    """What the case builds on, and what was built on it."""
    texts = AROUND.all(case=case.pk, key=case.key, language=language)
    return [text for text in texts if text.is_earlier], [
        text for text in texts if not text.is_earlier
    ]


def _texts(language: Slot) -> QuerySet[Any]:
    texts = CaseText.objects.visible_to(AnonymousUser()).filter(language=language)
    return texts.select_related("case__municipality").only(*OF_A_LINK)


def _like(case: Slot, language: Slot) -> QuerySet[Any]:
    services = Case.services.through.objects.filter(case=case).values("service")
    tags = Case.tags.through.objects.filter(case=case).values("tag")
    found: QuerySet[Any] = (
        _texts(language)
        .exclude(case=case)
        .filter(case__in=Case.services.through.objects.filter(service__in=services).values("case"))
        .annotate(shared=Count("case__tags", filter=Q(case__tags__in=tags)))
        .order_by("-shared", "-published_at", "-case_id")[:MOST]
    )
    return found


def _around(case: Slot, key: Slot, language: Slot) -> QuerySet[Any]:
    is_earlier = CaseSource.objects.filter(case=case, source_key=OuterRef("case__key"))
    is_later = CaseSource.objects.filter(case=OuterRef("case"), source_key=key)
    found: QuerySet[Any] = (
        _texts(language)
        .annotate(is_earlier=Exists(is_earlier))
        .filter(Q(is_earlier=True) | Exists(is_later))
    )
    return found


LIKE: Prepared[CaseText] = Prepared(_like, case=BigIntegerField(), language=CharField())
AROUND: Prepared[Any] = Prepared(
    _around, case=BigIntegerField(), key=UUIDField(), language=CharField()
)
