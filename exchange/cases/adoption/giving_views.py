"""Whole lists of adoptions: of a case, and of what a municipality gave and took."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exchange.cases.adoption.giving import PAGE, every, in_lines, lines_of
from exchange.cases.models import Adoption, CaseAddress, CaseText
from lms.people.models import Municipality


@require_safe
def case_taken_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who took a case, also one that was withdrawn since."""
    address = get_object_or_404(CaseAddress.objects.select_related("case"), slug=slug)
    case, language = address.case, get_language() or "ru"
    texts = CaseText.objects.visible_to(request.user).filter(case=case, language=language)
    text = texts.defer("content").first()
    if text is None and case.withdrawn_at is None:
        raise Http404
    facts = {
        "title": _("Who took it up"),
        "back": reverse("case", args=[case.slug]),
        "back_words": text.title if text else _("This case was withdrawn"),
        "back_language": text.text_language if text else "",
        "without": "source",
    }
    return _listed(request, every().filter(case=case), facts)


@require_safe
def municipality_given(request: HttpRequest, code: str) -> HttpResponse:
    """Who took the cases of a municipality."""
    place = get_object_or_404(Municipality, code=code)
    facts = _of_place(place, _("Who took its cases"), "giver")
    return _listed(request, every().filter(giver=place), facts)


@require_safe
def municipality_taken(request: HttpRequest, code: str) -> HttpResponse:
    """What a municipality took of others."""
    place = get_object_or_404(Municipality, code=code)
    facts = _of_place(place, _("What it took from others"), "taker")
    return _listed(request, every().filter(municipality=place), facts)


def _of_place(place: Municipality, title: str, without: str) -> dict[str, Any]:
    return {
        "title": title,
        "back": "" if place.valid_to else reverse("municipality_page", args=[place.code]),
        "back_words": place.name,
        "without": without,
    }


def _listed(
    request: HttpRequest, adoptions: QuerySet[Adoption], facts: dict[str, Any]
) -> HttpResponse:
    """A page of the list. `without`: which column would say the same in each line."""
    page = Paginator(in_lines(adoptions), PAGE).get_page(request.GET.get("page"))
    facts |= {"page": page, "lines": lines_of(page.object_list, get_language() or "ru")}
    return render(request, "cases/adoptions.html", facts)
