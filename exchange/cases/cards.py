"""Cases in a list: drawn from one card for each shape that it has, and then only filled in (decision 0005)."""

from collections import defaultdict
from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from exchange.cases.choices import Status
from exchange.cases.models import CaseText
from exchange.cases.narrowing import SERVICES
from lms.skeletons import fill
from search.facets import words_of

BETWEEN = " · "  # two services


def cards_of(texts: Sequence[CaseText], language: str) -> list[SafeString]:
    """The cards of these cases, for a reader of the language."""
    services: dict[int, list[str]] = defaultdict(list)
    for case, key in SERVICES.all(text.case_id for text in texts):
        services[case].append(key)
    keys = dict.fromkeys(key for some in services.values() for key in some)
    words = words_of("service", keys, language)
    return [
        _card(text, BETWEEN.join(str(words[key]) for key in services[text.case_id]), language)
        for text in texts
    ]


def _card(text: CaseText, services: str, language: str) -> SafeString:
    case = text.case
    written_in = text.text_language if text.text_language != language else ""
    status = "" if case.status == Status.RUNNING else str(case.get_status_display())
    return fill(
        "cases/card.html",
        (written_in, status, case.taken_up_count, case.has_results),
        {
            "address": reverse("case", args=[case.slug]),
            "services": services,
            "title": text.title,
            "summary": text.summary,
            "municipality": case.municipality.name,
            "year": str(case.year),
        },
    )
