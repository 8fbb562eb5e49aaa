"""The page of results, what is suggested while one types, and the note that something was opened."""

from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from lms.rate import Limit, is_within
from search.asked import Asked
from search.facets import facets_of
from search.fewer import offers
from search.log import mark_of_query, note_click, note_query
from search.passages import at_passage
from search.query import LAST_PAGE, Results, search
from search.query import suggest as suggestions_for
from search.registry import Reader, Shown, kinds
from search.terms import same_as, terms_beginning

SIZE = 10  # results of a page
SUGGESTED = 7  # as many as stand above a phone's keyboard with the box
SUGGESTED_TERMS = 2
ALSO_TRIED = 4
LONGEST_RANK = 4  # digits
TYPED = Limit("suggestions", 600, timedelta(minutes=1))  # an office of ten that types
COUNTED = Limit(
    "queries", 60, timedelta(minutes=1)
)  # more is no person, and would bend the figures


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What is found; without words and filters only the box."""
    asked = Asked.read(request.GET)
    language = get_language() or settings.LANGUAGE_CODE
    facts: dict[str, object] = {"asked": asked, "course": _course(request.user, asked, language)}
    if asked.asks:
        found = search(
            request.user,
            asked.text,
            language=language,
            filters=asked.filters,
            within=asked.within or None,
            sort=asked.sort,
            page=asked.page,
            size=SIZE,
        )
        if asked.page > max(1, found.pages):  # an old address: there was more once
            return redirect(f"{request.path}?{asked.at(max(1, found.pages)).query}")
        facts |= _facts(request, asked, found, language)
    response = render(request, "search/results.html", facts)
    response["X-Robots-Tag"] = "noindex"  # every state has an address: robots would never end
    return response


# What no page keeps apart is taken out of what is typed: there is no text that it does not answer.
results.reads_any_text = True  # type: ignore[attr-defined]  # read by lms.website.middleware.WithoutNul


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Options of the list below the box: terms of the glossary, and titles that go on as typed."""
    if not is_within(TYPED, request):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    text = Asked.read(request.GET).text
    language = get_language() or settings.LANGUAGE_CODE
    terms = terms_beginning(text, language, limit=SUGGESTED_TERMS)
    things = suggestions_for(request.user, text, language=language, limit=SUGGESTED - len(terms))
    facts = {"terms": terms, "things": things, "count": len(terms) + len(things)}
    return render(request, "search/suggestions.html", facts)


suggest.reads_any_text = True  # type: ignore[attr-defined]  # as above


@csrf_exempt  # browsers send it by themselves (`ping` of a link), without a token; it changes nobody's anything
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """A result was opened: at which rank it stood is kept, once for a question."""
    rank, kind = request.GET.get("n", ""), request.GET.get("k", "")
    if rank.isascii() and rank.isdigit() and len(rank) <= LONGEST_RANK and kind in kinds():
        note_click(request.GET.get("s", ""), rank=int(rank), kind=kind)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _facts(request: HttpRequest, asked: Asked, found: Results, language: str) -> dict[str, object]:
    facets, chips = facets_of(found.facets, asked, language)
    first = (found.page - 1) * found.size
    pages = Paginator(range(min(found.total, LAST_PAGE * found.size)), found.size)
    return {
        "found": found,
        "facets": facets,
        "chips": chips,
        "hits": [
            (rank, hit, at_passage(hit.url, hit.excerpt))
            for rank, hit in enumerate(found.hits, first + 1)
        ],
        "first": first + 1,
        "pages": pages.get_page(found.page),
        "mark": _mark(request, asked, found, language),
        "meant": asked.instead(found.did_you_mean),
        "tried": [(text, asked.instead(text).query) for text in found.tried],
        "also": [
            (term, asked.instead(term.words).query)
            for term in same_as(asked.text, language, limit=ALSO_TRIED)
        ],
        "offers": None if found.total else offers(request.user, asked, language),
    }


def _mark(request: HttpRequest, asked: Asked, found: Results, language: str) -> str:
    """By what an opened result is counted. Filters and later pages belong to the question before them."""
    is_first_look = asked == asked.unfiltered().by_relevance()
    mark = "" if is_first_look else mark_of_query(asked.text, language=language)
    if mark or not asked.text or not is_within(COUNTED, request):
        return mark
    return note_query(asked.text, language=language, total=found.total)


def _course(user: Reader, asked: Asked, language: str) -> Shown | None:
    """The course that is searched in, if the reader may open it."""
    if not asked.within or "course" not in kinds():
        return None
    return kinds()["course"].show(user, [asked.within], language).get(asked.within)
