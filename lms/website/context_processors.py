"""What every page's chrome needs."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_from_path

from lms.notifications.outgoing import sms_is_sent


def chrome(request: HttpRequest) -> dict[str, object]:
    """The language links of this very page, what the site is called, and whether it sends SMS."""
    return {
        "languages": [
            (code, name, in_language(request, code)) for code, name in settings.LANGUAGES
        ],
        "site_name": settings.WAGTAIL_SITE_NAME,
        "sms_is_sent": sms_is_sent(),
    }


def in_language(request: HttpRequest, code: str) -> str:
    """The address of this very page in that language; one without a language goes by way of a choice."""
    path = request.get_full_path()
    current = get_language_from_path(request.path_info)
    if current:
        return f"/{code}{path.removeprefix(f'/{current}')}"
    return f"{reverse('set_language', args=[code])}?next={quote(path)}"
