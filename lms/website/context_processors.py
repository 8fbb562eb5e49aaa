"""What every page's chrome needs."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url


def chrome(request: HttpRequest) -> dict[str, object]:
    """The language links of this very page, and what the site is called."""
    path = request.get_full_path()
    return {
        "languages": [(code, name, translate_url(path, code)) for code, name in settings.LANGUAGES],
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
