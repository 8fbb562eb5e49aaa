"""What a mail's “no more of these” leads to: for anybody who has the mail, without an account and in one click."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lms.notifications import unsubscribing
from lms.notifications.kinds import kind_named


# Exempt by RFC 8058: the reader's mail program posts, which has no page of ours and no cookie. The token is the right.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, since programs that look at links must not switch anything off; POST does it, and says so."""
    stop = unsubscribing.read_token(token)
    if stop is None:
        return page(request, {}, status=404)
    if request.method == "POST":
        unsubscribing.unsubscribe(stop)
    context: dict[str, object] = {
        "stop": stop,
        "kind": kind_named(stop.name) if stop.sort == unsubscribing.KIND else None,
        "is_off": unsubscribing.is_off(stop),
    }
    # In the mail's language, unless this browser has chosen another.
    has_chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    with override(get_language() if has_chosen else stop.person.language):
        return page(request, {**context, "choose": reverse("my_notices_settings")})


def page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    """A page that no search engine keeps."""
    response = render(request, "notifications/unsubscribe.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
