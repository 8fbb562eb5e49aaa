"""What a mail looks like: the same words as plain text and as HTML, in one frame.

The HTML has its style in its elements, as mail programs want it, and no picture: it weighs next to nothing, and tells
nobody that it was opened. `Letter` is what a mail says; a message that was written as plain text has the frame alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

ADDRESS = re.compile(r"https?://[^\s<]+")
# The last line of the messages that were written as plain text; in HTML the frame has it.
PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Item:
    """One thing that the reader is told of; `address` is whole."""

    title: str
    text: str
    address: str


@dataclass(frozen=True)
class Part:
    """Things of one sort, under a heading that may be missing; `more` says in words that there are others."""

    items: Sequence[Item]
    title: str = ""
    more: str = ""


@dataclass(frozen=True)
class Letter:
    """A mail in the language that is active. `stop` is the address at which it is switched off."""

    subject: str
    parts: Sequence[Part]
    opening: str = ""
    why: str = ""
    stop: str = ""
    choose: str = ""
    language: str = field(default=settings.LANGUAGE_CODE)


def text_of(letter: Letter) -> str:
    """The letter as plain text."""
    return render_to_string("notifications/letter.txt", {"letter": letter}).strip() + "\n"


def html_of(letter: Letter) -> str:
    """The letter as HTML."""
    return _framed({"letter": letter, "subject": letter.subject, "language": letter.language})


def html_of_plain(subject: str, text: str, language: str) -> str:
    """What was written as plain text, in the frame of all mails."""
    with override(language):
        paragraphs = [with_links(part.strip()) for part in PARAGRAPHS.split(text) if part.strip()]
        return _framed({"paragraphs": paragraphs, "subject": subject, "language": language})


def with_links(text: str) -> SafeString:
    """The text escaped, with addresses that can be followed."""
    linked = ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text))
    return mark_safe(linked)  # noqa: S308  escaped one line above; the addresses too


def _framed(content: dict[str, object]) -> str:
    facts = {"site_name": settings.WAGTAIL_SITE_NAME, "site": settings.SITE_URL, **content}
    return render_to_string("notifications/letter.html", facts).strip() + "\n"
