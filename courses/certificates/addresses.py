"""Full addresses, for paper and for messages."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override


def _site() -> str:
    return str(settings.SITE_URL).rstrip("/")


def checking_page() -> str:
    """The address at which anybody checks a certificate; a code is added to it."""
    return _site() + reverse("verify_form")


def page_in(language: str, name: str, *args: object) -> str:
    """The address of a page in somebody's language."""
    with override(language):
        return _site() + reverse(name, args=args)
