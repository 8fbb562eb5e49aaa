"""Home for each kind of visitor."""

from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

# At the root, since a service worker may only see what is below its own address.
SERVICE_WORKER = (Path(__file__).parent / "static" / "js" / "sw.js").read_text()


def home(request: HttpRequest) -> HttpResponse:
    """What to do next, for whoever comes."""
    return render(request, "website/home.html")


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
