"""Where content is read: links in texts lead to its current address, in the reader's language."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from courses.catalogue.models import Address

# Rooms above that have pages join here: the address of one of theirs, in the active language; None for others.
finders: list[Callable[[Page], str | None]] = []


def address_of(page: Page, language: str | None = None) -> str | None:
    """The address of a page in that language (else in the active one); None if it has none."""
    with translation.override(language or translation.get_language()):
        path = Address.objects.path_of(page)
        if path is not None:
            return f"{reverse('catalogue')}{path}/"
        return next(filter(None, (find(page) for find in finders)), None)


class LinkToContent(PageLinkHandler):
    """A link to a page from within a text. What is not published is no link."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        opened = []
        for page in cls.get_many(attrs_list):
            address = address_of(page) if page and page.live else None
            opened.append(f'<a href="{escape(address)}">' if address else "<a>")
        return opened
