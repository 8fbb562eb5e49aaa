"""A first visit's language, what browsers may do, the admin's own policy, refusals shown where they came from."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import trans_real
from django_htmx.http import HttpResponseClientRedirect

from courses.catalogue.opening import may_open
from lms.languages import LANGUAGES
from lms.people.language import remembered_language
from lms.people.models import Person
from lms.rules import Refusal

NextHandler = Callable[[HttpRequest], HttpResponse]
# Wagtail's reports ask for no right beyond entering the editor.
FOR_ADMINISTRATORS = ("/admin/reports/", "/admin/localize/reports/")
# Where Wagtail publishes, takes down, moves and deletes pages, without a transaction of its own.
CHANGES_PAGES = ("/admin/pages/", "/admin/bulk/", "/admin/courses/", "/admin/localize/")
# Pages with people's names and numbers. Whoever takes a shared phone next must not see them by going back.
ABOUT_PEOPLE = (
    "/accounts/",
    "/municipality/",
    "/my/certificates/",
    "/my/moderation/",
    "/my/profile/",
    "/programme/",
    "/search/",
)
FIRST_LANGUAGE = "ky"  # whose browser asks for none of ours is greeted in Kyrgyz


class FirstLanguage:
    """Before LocaleMiddleware: who asks for none of our languages gets Kyrgyz, not Django's fallback."""

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and not self.asks_for_ours(request):
            # As if the browser had asked for it; a cookie would look like a choice that was made.
            request.META["HTTP_ACCEPT_LANGUAGE"] = FIRST_LANGUAGE
        return self.get_response(request)

    @staticmethod
    def asks_for_ours(request: HttpRequest) -> bool:
        """Whether Accept-Language names one of the site's languages."""
        wanted = trans_real.parse_accept_lang_header(
            request.headers.get("Accept-Language", "").lower()
        )
        return any(code.split("-")[0] in LANGUAGES for code, _weight in wanted)


class AdminContentSecurityPolicy:
    """Wagtail's editor has inline scripts and styles, and shows pictures being uploaded: only under /admin/."""

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            # No nonce here: a nonce switches 'unsafe-inline' off.
            # django-csp reads this off the response.
            response._csp_replace = {  # type: ignore[attr-defined]  # noqa: SLF001
                "script-src": ["'self'", "'unsafe-inline'"],
                "style-src": ["'self'", "'unsafe-inline'"],
                "img-src": ["'self'", "data:", "blob:"],  # a picture as it is being uploaded
            }
        return response


class BrowserLimits:
    """Tells browsers what no page of ours needs, and that nobody else's page may embed what is ours.

    The first in the list, so that files served by WhiteNoise get it too.
    """

    HEADERS: ClassVar = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(
            f"{feature}=()"
            for feature in (
                "accelerometer",
                "camera",
                "display-capture",
                "geolocation",
                "gyroscope",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "serial",
                "usb",
            )
        ),
    }

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class WithoutNul:
    """PostgreSQL keeps no NUL and looks for none, and nobody types one: there is no such page."""

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> None:
        """Once everything is there that the page for it needs. A view may say that it reads any text."""
        if getattr(view, "reads_any_text", False):
            return
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404


class ForNobodyElse:
    """What a signed-in person is shown is kept by no proxy, and pages about people by no browser either."""

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_told = response.has_header("Cache-Control") or not request.session.accessed
        if is_told or not isinstance(request.user, Person):
            return response
        language = translation.get_language_from_path(request.path_info)
        if request.path_info.removeprefix(f"/{language}").startswith(ABOUT_PEOPLE):
            add_never_cache_headers(response)
        else:
            response.headers["Cache-Control"] = "private, no-cache"
        return response


class OnlyForWhoeverWroteIt:
    """What a script kept on a phone goes out as the person who wrote it, or not at all.

    Between writing and sending somebody may have signed out, or another person in: in another tab, on a shared phone.
    """

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        writer = request.headers.get("X-Person")
        if writer is not None and writer != str(getattr(request.user, "uuid", "")):
            message = _("Sign in as the person who wrote this, then it is sent.")
            return JsonResponse({"message": message}, status=HTTPStatus.UNAUTHORIZED)
        return self.get_response(request)


class ShowRefusal:
    """A refusal that no form has caught is shown on the page it came from; nothing has been changed by then."""

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"message": str(exception)}, status=HTTPStatus.CONFLICT)
        messages.error(request, str(exception))
        back = self.page_before(request)
        if request.headers.get("HX-Request"):  # else the page would be put inside itself
            return HttpResponseClientRedirect(back)
        return HttpResponseRedirect(back)

    @staticmethod
    def page_before(request: HttpRequest) -> str:
        """The page of this site that it came from; home, if none is known or it is this very page."""
        back = request.headers.get("Referer", "")
        ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
        refuses_itself = request.method == "GET" and urlsplit(back).path == request.path
        return back if ours and not refuses_itself else f"/{translation.get_language()}/"


class Editor:
    """Below ShowRefusal, for /admin/ only: the language of the site, and a publication in one transaction.

    A page and what readers see of its course change together, or neither does.
    """

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and isinstance(request.user, Person):
            translation.activate(remembered_language(request) or request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Call the view here, so that what it raises undoes what it wrote."""
        if self.is_refused(request):  # here, for Wagtail would say it a second time in a message
            raise PermissionDenied
        if request.path.startswith(FOR_ADMINISTRATORS) and not request.user.is_superuser:
            raise Http404
        if self.is_hidden(request):
            raise Http404
        if not self.changes_pages(request):
            return None
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except Refusal as refusal:
            return ShowRefusal(self.get_response).process_exception(request, refusal)

    @staticmethod
    def is_refused(request: HttpRequest) -> bool:
        """Whether somebody is signed in for whom the editor is not; visitors are asked to sign in."""
        return (
            request.path.startswith("/admin/")
            and request.user.is_authenticated
            and not request.user.has_perm("wagtailadmin.access_admin")
        )

    @staticmethod
    def is_hidden(request: HttpRequest) -> bool:
        """Whether it is about what this person may not see: some of Wagtail's addresses do not ask."""
        person, match = request.user, request.resolver_match
        return (
            request.path.startswith("/admin/")
            and isinstance(person, Person)
            and match is not None
            and not may_open(person, match)
        )

    @staticmethod
    def changes_pages(request: HttpRequest) -> bool:
        """Whether this may publish or take down something; a preview only looks."""
        return (
            request.method == "POST"
            and request.path.startswith(CHANGES_PAGES)
            and not request.path.endswith("/preview/")
        )
