"""Full addresses, for paper and for messages."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override


def page_in(language: str, name: str, *args: object) -> str:
    """The address of a page in somebody's language."""
    with override(language):
        return full(reverse(name, args=args))


def full(path: str) -> str:
    """The whole address of a path of ours."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"
