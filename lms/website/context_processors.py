"""What every page's chrome needs. Wagtail's editor renders with it too, so that it costs next to nothing."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_from_path

from lms.notifications.senders import sms_is_sent

# The part of the site that an address belongs to, by how it begins after its language; the first that fits.
SECTIONS = (
    ("/courses/", "courses"),
    ("/cases/", "cases"),
    ("/forum/", "forum"),
    ("/my/cases/", "cases"),
    ("/my/profile/", "profile"),
    ("/my/notices/", "notices"),
    ("/my/", "my"),
    ("/municipality/", "municipality"),
    ("/programme/", "programme"),
    ("/help/", "help"),
    ("/search/", "search"),
)


def chrome(request: HttpRequest) -> dict[str, object]:
    """The language links of this very page, its part of the site, the site's name, and whether it sends SMS."""
    language = get_language_from_path(request.path_info)
    rest = request.get_full_path()
    if language:
        rest = rest.removeprefix(f"/{language}")
    return {
        "languages": [
            (code, name, f"/{code}{rest}" if language else by_way_of_a_choice(code, rest))
            for code, name in settings.LANGUAGES
        ],
        "section": next((section for start, section in SECTIONS if rest.startswith(start)), ""),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "sms_is_sent": sms_is_sent(),
    }


def by_way_of_a_choice(code: str, address: str) -> str:
    """The way to a page whose address has no language, in that language."""
    return f"{reverse('set_language', args=[code])}?next={quote(address)}"
