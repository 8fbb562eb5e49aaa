"""Home for each kind of visitor, and what the browser keeps for when there is no network."""

from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe

from courses.catalogue.models import PublishedCourse
from lms.people.models import Person
from lms.website.figures import figures

COURSES_SHOWN = 6  # on the first page; the catalogue has all
# At the root, since a service worker may only see what is below its own address.
SERVICE_WORKER = (Path(__file__).parent / "static" / "js" / "sw.js").read_text()


def home(request: HttpRequest) -> HttpResponse:
    """What to do next, for whoever comes."""
    if not isinstance(request.user, Person):
        return about(request)
    return render(request, "website/home.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, for whoever has never been here; and for those who look for it again."""
    courses = (
        PublishedCourse.objects.filter(language=get_language() or "ru")
        .select_related("topic")
        .defer("outline")
        .order_by("-published_at", "title")[:COURSES_SHOWN]
    )
    context = {"courses": courses, "figures": figures(), "is_home": "about" not in request.path}
    return render(request, "website/about.html", context)


@require_GET
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps pages for reading without network; a browser asks for it anew each time."""
    return HttpResponse(SERVICE_WORKER, content_type="text/javascript; charset=utf-8")


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without network. A phone keeps it for whoever holds it: there is nobody's name on it."""
    request.user = AnonymousUser()
    return render(request, "website/offline.html")
