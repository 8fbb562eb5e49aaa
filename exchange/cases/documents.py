"""Documents of cases: found by their words, which lead to the case; taken by everybody while it is published."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from wagtail.documents.models import Document

from courses.catalogue.documents import Offered, kind_and_size
from exchange.cases import access
from exchange.cases.content import documents_in
from exchange.cases.models import CaseDocument, CaseText
from exchange.cases.searching import facets_of
from exchange.cases.setup import case_collection
from search.indexing import keys_within, touch
from search.registry import Reader, Shown


def follow_documents(keys: Collection[UUID]) -> None:
    """Cases were published, changed or taken down: what they offer, and what they did before, is found anew."""
    touched = {
        str(pk)
        for pk in CaseDocument.objects.filter(case__key__in=keys).values_list("document", flat=True)
    }
    for key in keys:
        touched |= keys_within(str(key))["document"]
    touch("document", *sorted(touched))


def offers(documents: Collection[int]) -> dict[int, Offered]:
    """Those that a published case offers, by the case that did first; found by what the case is found by."""
    texts = _texts(documents).filter(text_language=F("language"))
    texts = texts.select_related("case__municipality__district__region")
    offered: dict[int, Offered] = {}
    # A translation mostly offers the same files.
    for text in sorted(
        texts.prefetch_related("case__services"),
        key=lambda text: (text.case_id, text.language != text.case.source_language),
    ):
        for pk, called in _called(text, documents).items():
            facets = facets_of(text.case)
            offer = Offered(text.text_language, facets, str(text.case.key), called)
            offered.setdefault(pk, offer)
    return offered


def show(user: Reader, documents: Mapping[int, Any], language: str) -> dict[int, Shown]:
    """A document leads to its case, where it can be taken."""
    texts = _texts(documents.keys()).visible_to(user).filter(language=language)
    shown: dict[int, Shown] = {}
    for text in texts.select_related("case__municipality"):
        with translation.override(language):
            url = reverse("case", args=[text.case.slug])
        for pk, called in _called(text, documents).items():
            thing = Shown(
                title=called[0],
                url=url,
                language=text.text_language,
                municipality=text.case.municipality.name_in(language),
                note=f"{kind_and_size(documents[pk])} · {text.title}",
            )
            shown.setdefault(pk, thing)
    return shown


def _texts(documents: Collection[int]) -> Any:
    """The words of published cases that offer some of them; the case that came first, first."""
    cases = CaseDocument.objects.filter(document__in=documents).values("case")
    return CaseText.objects.filter(case__in=cases).order_by("case_id")


def _called(text: CaseText, documents: Collection[int]) -> dict[int, list[str]]:
    called: dict[int, list[str]] = defaultdict(list)
    for pk, title in documents_in(text.content):
        if pk in documents:
            called[pk].append(title)
    return called


def may_be_taken(thing: Any, request: HttpRequest) -> bool | None:
    """Of a case that is not published: who keeps the library. None for what is in no case."""
    if not isinstance(thing, Document) or thing.collection_id != case_collection().pk:
        return None
    return bool(access.can_keep_library(request.user))
