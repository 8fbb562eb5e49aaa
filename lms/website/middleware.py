"""Language of a first visit, refusals shown on the page they came from, and the admin's own security policy."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import trans_real

from lms.rules import Refusal

NextHandler = Callable[[HttpRequest], HttpResponse]
FIRST_LANGUAGE = "ky"  # whose browser asks for none of ours is greeted in Kyrgyz


class FirstLanguage:
    """Before LocaleMiddleware: who asks for none of our languages gets Kyrgyz, not Django's fallback."""

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and not self.asks_for_ours(request):
            request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = FIRST_LANGUAGE
        return self.get_response(request)

    @staticmethod
    def asks_for_ours(request: HttpRequest) -> bool:
        """Whether Accept-Language names one of the site's languages."""
        ours = {code for code, _ in settings.LANGUAGES}
        wanted = trans_real.parse_accept_lang_header(
            request.headers.get("Accept-Language", "").lower()
        )
        return any(code.split("-")[0] in ours for code, _ in wanted)


class AdminContentSecurityPolicy:
    """Wagtail's editor has inline scripts and styles: allowed under /admin/, nowhere else."""

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
            }
        return response


class ShowRefusal:
    """A refusal that no form has caught is shown on the page it came from; nothing has been changed by then."""

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        messages.error(request, str(exception))
        back = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
            back = f"/{translation.get_language()}/"
        return HttpResponseRedirect(back)
