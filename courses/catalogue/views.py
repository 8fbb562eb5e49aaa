"""Visitors find a course and read it; who learns sees how far they are."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from courses.catalogue.activities import KINDS
from courses.catalogue.addresses import address_at, current_path
from courses.catalogue.beside import links_of_course
from courses.catalogue.listing import read_catalogue
from courses.catalogue.models import Address
from courses.catalogue.outline import Outline, outline_of, published_course
from courses.progress.models import Enrolment
from courses.progress.rows import outline_rows, progress_words
from courses.progress.standing import enrolment_of, standing_of
from lms.beside import links_beside

PAGE = 20  # courses


def catalogue(request: HttpRequest) -> HttpResponse:
    """The courses that are published, in the reader's language."""
    found = read_catalogue(get_language() or "ru", request.GET)
    page = Paginator(found.courses, PAGE).get_page(request.GET.get("page"))
    percents: dict[UUID, int] = {}
    if request.user.is_authenticated:
        mine = Enrolment.objects.open().of(request.user)
        percents = dict(mine.values_list("course_key", "best_percent"))
    courses = [(course, percents.get(course.course_key)) for course in page]
    return render(
        request, "catalogue/list.html", {"found": found, "page": page, "courses": courses}
    )


def course(request: HttpRequest, course: str) -> HttpResponse:
    """A course: what it gives, what it consists of, and the way into it."""
    address = _address(course)
    if isinstance(address, HttpResponse):
        return address
    language = get_language() or "ru"
    published = published_course(address.course_key, language)
    if published is None:
        raise Http404
    outline = Outline.from_json(published.outline)
    enrolment = (
        enrolment_of(request.user, outline.course_key) if request.user.is_authenticated else None
    )
    standing = standing_of(enrolment, outline)
    facts = {
        "outline": outline,
        "standing": standing,
        "modules": outline_rows(standing, language),
        "progress": progress_words(standing),
        "published": published,
        "links": links_of_course(outline),
        "groups": links_beside("course", outline.course_key, request.user),
    }
    return render(request, "catalogue/course.html", facts)


def module(request: HttpRequest, course: str, module: str) -> HttpResponse:
    """A module has no page of its own: its place on the course's page."""
    return redirect(f"/{get_language()}/courses/{course}/#{module}")


def activity(request: HttpRequest, course: str, module: str, activity: str) -> HttpResponse:
    """A lesson, a quiz: shown by the room that has its kind."""
    address = _address(f"{course}/{module}/{activity}")
    if isinstance(address, HttpResponse):
        return address
    outline = outline_of(address.course_key, get_language() or "ru")
    found = outline.find(address.activity_key) if outline and address.activity_key else None
    if outline is None or found is None:
        raise Http404
    return KINDS[found.kind].show(request, outline, found)


def _address(path: str) -> Address | HttpResponse:
    """The address, or the way to where its content lives now."""
    address = address_at(path)
    if address is None:
        raise Http404
    if not address.is_current:
        now = current_path(address.course_key, address.activity_key)
        if now is None:
            raise Http404
        return HttpResponsePermanentRedirect(f"/{get_language()}/courses/{now}/")
    return address
