"""What a learner presses, and the list of what they learn."""

from time import time
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.catalogue.addresses import current_path
from courses.catalogue.outline import outline_of
from courses.progress import completion, enrolment
from courses.progress.ticking import keep_ticks
from lms.languages import LANGUAGES
from lms.people.views.requests import MemberRequest

MOST_TICKS = 200  # in a lesson; more is no person
LONGEST = 24 * 3600  # seconds; a page that stayed open for longer says nothing about reading


@login_required
@require_POST
def enrol(request: MemberRequest, course_key: UUID) -> HttpResponse:
    """Join, then go to the first lesson, or back to the page where the button was."""
    joined = enrolment.enrol(person=request.user, course_key=course_key)
    outline = outline_of(course_key, get_language() or "ru")
    first = next(outline.activities(), None) if outline else None
    path = first.path if first and joined.resume_key is None else current_path(course_key)
    return redirect(_next(request) or f"/{get_language()}/courses/{path}/")


@login_required
@require_POST
def leave(request: MemberRequest, course_key: UUID) -> HttpResponse:
    """Leave; everything done so far is kept."""
    enrolment.leave(person=request.user, course_key=course_key)
    messages.success(request, _("You have left the course. What you did is kept if you come back."))
    return redirect(f"/{get_language()}/courses/{current_path(course_key)}/")


@login_required
@require_POST
def complete_lesson(request: MemberRequest, activity_key: UUID) -> HttpResponse:
    """The lesson's button: completed, and on to what comes after it. A script gets JSON."""
    done = completion.complete_lesson(
        person=request.user,
        activity_key=activity_key,
        language=_language(request.POST.get("language")),
        revision_id=_whole(request.POST.get("revision")),
        seconds=_seconds_since(request.POST.get("opened")),
    )
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"saved_at": done.at.isoformat()})
    outline = outline_of(done.enrolment.course_key, get_language() or "ru")
    after = outline.neighbours(activity_key)[1] if outline and outline.find(activity_key) else None
    path = after.path if after else current_path(done.enrolment.course_key)
    return redirect(f"/{get_language()}/courses/{path}/")


@login_required
@require_POST
def tick(request: MemberRequest, activity_key: UUID) -> HttpResponse:
    """The ticks of a lesson, all at once: `tick` for each item that is ticked."""
    sent = request.POST.getlist("tick")[:MOST_TICKS]
    ticked = {each[:36] for each in sent if each.isprintable()}
    keep_ticks(person=request.user, activity_key=activity_key, ticked=ticked)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"saved": True})
    messages.success(request, _("Your ticks are saved."))
    return redirect(_next(request) or "home")


def _next(request: HttpRequest) -> str | None:
    address = request.POST.get("next", "")
    if not address.startswith("/"):
        return None  # no address: Django would look for a view of that name
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return address
    return None


def _language(code: str | None) -> str:
    """The language in which it was read, if it is one of ours; else that of the page."""
    return code if code in LANGUAGES else get_language() or "ru"


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


def _seconds_since(opened: str | None) -> int | None:
    moment = _whole(opened)
    if moment is None:
        return None
    seconds = int(time()) - moment
    return seconds if 0 <= seconds <= LONGEST else None
