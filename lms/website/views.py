"""Home for each kind of visitor, and what the browser keeps for when there is no network."""

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe

from courses.catalogue.models import PublishedCourse
from lms.people.models import Person
from lms.people.views.requests import MemberRequest
from lms.website.examples import done_in_one_like, examples
from lms.website.figures import figures
from lms.website.help import pages_for
from lms.website.learning import membership_facts, my_learning, workplace_of
from lms.website.panels import coordinator_panel, manager_panel, moderator_panel, trainer_panel

COURSES_SHOWN = 6  # on the first page; the catalogue has all
SHOWN = 6  # of one's own courses at home; My learning has all
SHOWN_TO_CHOOSE = 3  # to somebody who has begun nothing
# At the root, since a service worker may only see what is below its own address.
SERVICE_WORKER = (Path(__file__).parent / "static" / "js" / "sw.js").read_text()


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What to do next, for whoever comes."""
    person = request.user
    if not isinstance(person, Person):
        return about(request)
    language = get_language() or "ru"
    mine = my_learning(person, language, most=SHOWN)
    has_role = bool(person.grants)
    workplace = workplace_of(person)
    shows_membership = (mine.has_begun or not has_role) and not workplace.is_confirmed
    context = {
        "mine": mine,
        "shown": mine.beside_the_step,
        "coordinator": coordinator_panel(person),
        "manager": manager_panel(person),
        "moderator": moderator_panel(person),
        "trainer": trainer_panel(person, language),
        "invited": [] if mine.has_begun or has_role else newest_courses(language)[:SHOWN_TO_CHOOSE],
        "shows_membership": shows_membership,
        "like_mine": done_in_one_like(workplace.municipality, language),
        "help": pages_for(person),
    }
    if shows_membership:
        context |= membership_facts(person)
    return render(request, "website/home.html", context)


@login_required
@require_safe
def my(request: MemberRequest) -> HttpResponse:
    """All that somebody learns and has earned."""
    mine = my_learning(request.user, get_language() or "ru")
    context: dict[str, object] = {"mine": mine, "shows_membership": mine.waits}
    if mine.waits:
        context |= membership_facts(request.user)
    return render(request, "website/my.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, for whoever has never been here; and for those who look for it again."""
    language = get_language() or "ru"
    context = {
        "courses": newest_courses(language)[:COURSES_SHOWN],
        "examples": examples(language),
        "figures": figures(),
        "is_home": "about" not in request.path,
    }
    return render(request, "website/about.html", context)


def newest_courses(language: str) -> QuerySet[PublishedCourse]:
    """The published courses for readers of a language, newest first."""
    return (
        PublishedCourse.objects.filter(language=language)
        .select_related("topic")
        .defer("outline")
        .order_by("-published_at", "title")
    )


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
