"""Pages for what went wrong: they say what happened, what is safe, and what to do."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

SECRETS = {
    "code",
    "password",
    "password1",
    "password2",
    "oldpassword",
}  # never written into a page again


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page, or not for this reader: the two look the same."""
    words = _("There is no such page.")
    return answer(request, "404.html", HTTPStatus.NOT_FOUND, words, {})


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Somebody may not see this page; whoever refused may have said why."""
    reason = str(exception) or _("This page is for people with another role.")
    return answer(request, "403.html", HTTPStatus.FORBIDDEN, reason, {"reason": reason})


@requires_csrf_token
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form was open for too long, or somebody signed in meanwhile: what was typed can be sent again.

    Only what came from a page of our own is offered again; else another site could have it sent with one press.
    """
    fields: list[tuple[str, str]] = []
    can_repeat = is_from_here(request) and not request.FILES and not has_secrets(request)
    if can_repeat:
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            if name != "csrfmiddlewaretoken"
            for value in values
        ]
    words = _("This form was open for too long. Load the page again, then send it again.")
    context = {"can_repeat": can_repeat, "fields": fields, "back": page_before(request)}
    return answer(request, "403_csrf.html", HTTPStatus.FORBIDDEN, words, context)


def answer(
    request: HttpRequest, template: str, status: int, words: str, context: dict[str, object]
) -> HttpResponse:
    """A page for people; for a script that asks for JSON, the sentence alone."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"message": words}, status=status)
    return render(request, template, context, status=status)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this very site sent this."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def has_secrets(request: HttpRequest) -> bool:
    """Whether a password or a code to sign in with is among what was sent."""
    return not SECRETS.isdisjoint(request.POST)


def page_before(request: HttpRequest) -> str:
    """The page of this site where the form was; empty if the browser does not say."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return ""
    return f"{before.path}?{before.query}" if before.query else before.path
