"""Rich text as light HTML: what the editor keeps for itself is left out."""

import re
from html import unescape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText, expand_db_html
from wagtail.whitelist import check_url

HREF = re.compile(r' href="([^"]*)"')
EDITOR_KEYS = re.compile(r' data-block-key="[^"]*"')
ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p\b).)*)</p>", re.DOTALL)


def html_of(text: RichText) -> SafeString:
    """The text as HTML, links resolved. It was made by the editor, which lets through only what we allow.

    Except where a link leads: a translator may write that anew, and nothing checks it before us.
    """
    html = HREF.sub(_only_addresses, EDITOR_KEYS.sub("", expand_db_html(text.source)))
    return mark_safe(html.strip())  # noqa: S308  see the docstring


def _only_addresses(href: re.Match[str]) -> str:
    """The attribute, unless following it would run a script."""
    return href[0] if check_url(unescape(href[1])) else ""


def led_by(words: str, text: RichText) -> SafeString:
    """Paragraphs of which the first opens with the words in bold."""
    lead = _sentence(words)
    html = html_of(text)
    if html.startswith("<p>"):
        return format_html("<p><b>{}</b> {}", lead, mark_safe(html[3:]))  # noqa: S308  a part of safe HTML
    return format_html("<p><b>{}</b></p>{}", lead, html)


def line_led_by(words: str, text: RichText) -> SafeString:
    """As `led_by`, but a single paragraph stays bare, for items of a list."""
    html = led_by(words, text)
    single = ONE_PARAGRAPH.fullmatch(html)
    return mark_safe(single.group(1).strip()) if single else html  # noqa: S308  a part of safe HTML


def _sentence(words: str) -> str:
    """The words with a full stop, unless they end in a mark of their own."""
    return (
        words if words.rstrip().endswith((".", ":", "!", "?", "…", ";")) else f"{words.rstrip()}."
    )
