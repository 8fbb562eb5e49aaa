"""What people write: Markdown in, safe HTML out. Nothing that a person types reaches a page in any other way."""

import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import islice

import nh3
from markdown_it import MarkdownIt

from exchange.forum.models.topic import TITLE_LENGTH
from exchange.forum.refusals import NothingWritten, TextTooLong, TitleNeeded, TitleTooLong
from lms.people.names import TURNING
from search.analysis import tokens
from search.analysis.languages import language_of

TEXT_LENGTH = 20_000  # characters; a page and a half of small print
DEPTH = 12  # quotes and lists within each other; deeper ones stay text
WORDS_THAT_TELL = 80  # of a text, which language it is in
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a"}


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    rules = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": DEPTH})
    return rules.disable(["image", "heading", "lheading", "hr", "reference"])


def to_html(text: str) -> str:
    """The text as it is shown. Sanitised here, and once more where it is put into a page (`safe`)."""
    return safe(_markdown().render(text))


def safe(html: str) -> str:
    """HTML with nothing in it but what our Markdown makes."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow ugc noopener noreferrer",
    )


def clean_title(text: str) -> str:
    """A title on one line, without what turns or hides letters. Raises `TitleNeeded`, `TitleTooLong`."""
    title = " ".join(_visible(text).split())
    if not any(letter.isalnum() for letter in title):
        raise TitleNeeded
    if len(title) > TITLE_LENGTH:
        raise TitleTooLong(longest=TITLE_LENGTH)
    return title


def clean_text(text: str) -> str:
    """A text with plain line ends. Raises `NothingWritten`, `TextTooLong`."""
    if len(text) > TEXT_LENGTH:
        raise TextTooLong(longest=TEXT_LENGTH, written=len(text))
    cleaned = _visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not any(letter.isprintable() and not letter.isspace() for letter in cleaned):
        raise NothingWritten
    return cleaned


def _visible(text: str) -> str:
    return "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if letter == "\n"
        or letter in "\t\u200d"  # joins emoji
        or (letter not in TURNING and unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co"})
    )


def language_of_text(text: str) -> str:
    """The language of most of its words; Russian where they are even, as the interface falls back to it."""
    words = (token.form for token in islice(tokens(text), WORDS_THAT_TELL))
    counts = Counter(language_of(word) for word in words if not word.isdigit())
    return max(("ru", "ky", "en"), key=lambda language: counts[language])
