"""A second factor for staff roles, limits that allauth leaves uncaught, and the language, remembered."""

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_from_path, gettext

from lms.people.access import STAFF_ROLES
from lms.people.language import remember_language
from lms.people.models import Person

NextHandler = Callable[[HttpRequest], HttpResponse]
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
WITHOUT_FACTOR = ("/accounts/", "/language/")  # where one adds the factor, or leaves


class RequireSecondFactor:
    """Below AccountMiddleware: who has a staff role and no second factor is sent to the page that adds one."""

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_MFA_FOR_ROLES and self.lacks_factor(request):
            messages.warning(
                request, gettext("Your role needs a second factor. Add one, then go on working.")
            )
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    @staticmethod
    def lacks_factor(request: HttpRequest) -> bool:
        """Whether this person must add a factor before anything else on this address."""
        path = request.path_info.removeprefix(f"/{get_language_from_path(request.path_info)}")
        if path.startswith(WITHOUT_FACTOR) or not isinstance(request.user, Person):
            return False
        return request.user.has_role(*STAFF_ROLES) and not is_mfa_enabled(request.user, FACTORS)


class TooOften:
    """Where allauth's own pages let a limit through, as in registering the same number twice within 30 seconds."""

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for those who ask too often."""
        return respond_429(request) if isinstance(exception, RateLimited) else None


class RememberLanguage:
    """Who goes from a page to one in another language, on this site, has chosen that language.

    The links of the masthead so work without a form, and offline; a link from elsewhere changes nothing.
    """

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        chosen = get_language_from_path(request.path_info)
        if chosen and request.method == "GET" and self.came_from_another(request, chosen):
            remember_language(request, response, chosen)
        return response

    @staticmethod
    def came_from_another(request: HttpRequest, chosen: str) -> bool:
        """Whether the page before, on this site, was in another language, or this one is not the remembered."""
        before = urlsplit(request.headers.get("Referer", ""))
        if before.netloc == request.get_host():
            language = get_language_from_path(before.path)
            return language is not None and language != chosen
        # Some browsers send no address, but still say that the link was one of ours.
        remembered = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        return request.headers.get("Sec-Fetch-Site") == "same-origin" and chosen != remembered
