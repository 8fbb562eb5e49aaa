"""Cases that are like one, and those that it stands between: what it builds on, and what was built on it."""

from django.db.models import Count, Exists, OuterRef, Q

from exchange.cases.access import User
from exchange.cases.models import Case, CaseSource, CaseText

MOST = 3


def similar_to(case: Case, user: User, language: str) -> list[CaseText]:
    """Those of the same service with the most challenges in common; the latest of equals."""
    others = CaseText.objects.visible_to(user).filter(language=language).exclude(case=case)
    found = (
        others.filter(case__services__in=case.services.all())
        .annotate(
            shared=Count("case__tags", filter=Q(case__tags__in=case.tags.all()), distinct=True)
        )
        .order_by("-shared", "-published_at", "-case")
    )
    return list(found.select_related("case__municipality").defer("content").distinct()[:MOST])


def built_around(case: Case, user: User, language: str) -> tuple[list[CaseText], list[CaseText]]:
    """What the case builds on, and what was built on it."""
    is_earlier = CaseSource.objects.filter(case=case, source_key=OuterRef("case__key"))
    around = (
        CaseText.objects.visible_to(user)
        .filter(language=language)
        .annotate(is_earlier=Exists(is_earlier))
        .filter(Q(is_earlier=True) | Q(case__sources__source_key=case.key))
        .select_related("case__municipality")
        .defer("content")
        .distinct()
    )
    texts = list(around)
    earlier = [text for text in texts if getattr(text, "is_earlier", False)]
    return earlier, [text for text in texts if text not in earlier]
