"""Everybody finds a case and reads it."""

from http import HTTPStatus
from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from exchange.cases import access
from exchange.cases.adoption.adopting import open_adoptions
from exchange.cases.adoption.branches import branches_html
from exchange.cases.adoption.tree import tree_of
from exchange.cases.cards import cards_of
from exchange.cases.choices import LICENCE_ADDRESSES
from exchange.cases.drawing import drawn_map
from exchange.cases.listing import read_library
from exchange.cases.models import Case, CaseAddress, CaseText
from exchange.cases.naming import courses_of, lists_of, topics_of
from exchange.cases.reading import body_html
from exchange.cases.similar import built_around, similar_to
from exchange.cases.withdrawal import withdrawn_title
from exchange.forum.sharing import shares_at
from lms.addresses import full
from lms.languages import LANGUAGES
from lms.people.models import Person
from lms.prepared import Prepared, Slot


def _at(slug: Slot, language: Slot, place: Slot) -> QuerySet[Any]:
    """The words at an address, in which languages they are written, and whether `place` has taken the case up."""
    written = CaseText.objects.filter(case=OuterRef("case"), text_language=F("language"))
    texts = CaseText.objects.filter(case__addresses__slug=slug, language=language)
    ours = open_adoptions(OuterRef("case"), place)
    return texts.select_related(
        "case__municipality__district__region", "case__contact_position", "case__contact_person"
    ).annotate(
        our_adoption=Subquery(ours.values("pk")[:1]),
        **{f"is_in_{code}": Exists(written.filter(language=code)) for code in LANGUAGES},
    )


AT_SLUG: Prepared[Any] = Prepared(
    _at, slug=CharField(), language=CharField(), place=BigIntegerField()
)


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The library."""
    language = get_language() or "ru"
    library = read_library(request.user, language, request.GET)
    facts = {
        "library": library,
        "cards": cards_of(library.texts, language),
        "map": drawn_map(library.regions, library.taken_up, language),
        "query": library.asked.query(),
    }
    return render(request, "cases/library.html", facts)


@require_safe
def case(request: HttpRequest, slug: str) -> HttpResponse:
    """A case, and the ways on from it."""
    language = get_language() or "ru"
    person = request.user if isinstance(request.user, Person) else None
    place = person and person.confirmed_municipality_id
    text = AT_SLUG.first(slug=slug, language=language, place=place)
    if text is None:
        return _gone(request, slug)
    found = text.case
    if found.slug != slug:
        return HttpResponsePermanentRedirect(reverse("case", args=[found.slug]))
    earlier, later = built_around(found, language)
    services, challenges = lists_of(found, language)
    followed = _followed(found, language)
    # What stands in the tree is not told twice.
    in_tree = {each.became.case.pk for each in followed["tree"].branches if each.became}
    facts = followed | {
        "text": text,
        "case": found,
        "lang": text.text_language if text.text_language != language else "",
        "body": body_html(text),
        "languages_of_it": [code for code in LANGUAGES if getattr(text, f"is_in_{code}")],
        "services": services,
        "challenges": challenges,
        "licence_address": LICENCE_ADDRESSES.get(found.licence, ""),
        "can_revise": access.can_revise(request.user, found),
        "can_keep": access.can_keep_library(request.user),
        "can_see_contact": access.can_see_contact(request.user),
        "can_adopt": access.can_adopt(request.user, found),
        "similar": similar_to(found, language),
        "earlier": earlier,
        "later": [each for each in later if each.case_id not in in_tree],
        "courses": courses_of(found, language),
        "topics": topics_of(found, request.user),
        "shares": shares_at(full(reverse("case", args=[slug])), text.title),
    }
    return render(request, "cases/case.html", facts)


def _followed(case: Case, language: str) -> dict[str, Any]:
    """Who did it after, in all generations."""
    tree = tree_of(case, language)
    return {"tree": tree, "branches": branches_html(tree.branches, tree.more, case, language)}


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    """Withdrawn: why, and what is there instead. Taken down, or never there: nothing."""
    known = (
        CaseAddress.objects.filter(slug=slug)
        .select_related("case__replaced_by", "case__municipality")
        .annotate(title=withdrawn_title("case__"))
        .first()
    )
    if known is None or known.case.withdrawn_at is None:
        raise Http404
    language, replacement = get_language() or "ru", None
    if known.case.replaced_by:
        texts = CaseText.objects.visible_to(request.user).filter(language=language)
        replacement = texts.filter(case=known.case.replaced_by).select_related("case").first()
    facts = _followed(known.case, language) | {
        "case": known.case,
        "title": known.title,
        "replacement": replacement,
        "can_revise": access.can_revise(request.user, known.case),
    }
    return render(request, "cases/withdrawn.html", facts, status=HTTPStatus.GONE)
