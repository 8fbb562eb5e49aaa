"""Lists: the categories, the topics of all places, of one, of a course."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from courses.catalogue.addresses import address_at
from courses.catalogue.models import PublishedCourse
from courses.catalogue.outline import published_course
from exchange.forum import access
from exchange.forum.drawing import draw_rows
from exchange.forum.lists import FILTERS, Where, categories_for, category_for, in_short, list_topics
from exchange.forum.models import Follow
from exchange.forum.places import places_of
from exchange.forum.reading import reader_of, unread_in
from lms.people.models import Person


@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The categories that this person may open, and what was written last."""
    return _list(
        request,
        Where(),
        "forum/index.html",
        with_place=True,
        categories=in_short(categories_for(request.user)),
        can_start=access.can_write(request.user),
    )


@never_cache
def category(request: HttpRequest, key: str) -> HttpResponse:
    """The topics of a category; of `Audience.MUNICIPALITY`, those of the reader's own."""
    found = category_for(request.user, key)
    if found is None:
        raise Http404
    return _list(
        request,
        Where(category=found.pk),
        "forum/category.html",
        category=found,
        can_start=access.can_write(request.user),
        follows=found.follows,
    )


@never_cache
def course(request: HttpRequest, course: str) -> HttpResponse:
    """What is asked and said about a course."""
    found = discussed_course(course)
    return _list(
        request,
        Where(course=found.course_key),
        "forum/course.html",
        course=found,
        can_start=access.can_write(request.user),
        follows=_follows(request, course_key=found.course_key),
    )


def discussed_course(slug: str) -> PublishedCourse:
    """The published course of that address, in the reader's language. Raises `Http404`."""
    address = address_at(slug)
    found = published_course(address.course_key, get_language() or "ru") if address else None
    if found is None:
        raise Http404
    return found


def _follows(request: HttpRequest, **what: Any) -> bool:
    person = request.user
    return isinstance(person, Person) and Follow.objects.filter(person=person, **what).exists()


def _list(
    request: HttpRequest,
    where: Where,
    template: str,
    *,
    with_place: bool = False,
    **facts: Any,
) -> HttpResponse:
    """`with_place`: whether each topic says where it stands."""
    page = list_topics(where, request.user, request.GET)
    unread: dict[int, int] = {}
    if isinstance(request.user, Person):
        reader_of(request.user)
        unread = unread_in(page.topics, request.user)
    show = request.GET.get("show", "")
    kind = access.kind_of(request.user)
    facts |= {
        "rows": draw_rows(page.topics, unread, places_of(page.topics) if with_place else {}),
        "older": page.older,
        "show": show if show in FILTERS else "",
        "is_member": kind.is_member,
        "has_place": kind.has_municipality,
    }
    return render(request, template, facts)
