"""What people write, cleaned: a title, a text, and the language that it is in. `markdown.py` makes HTML of it."""

import unicodedata
from collections import Counter
from itertools import islice

from exchange.forum.models.topic import TITLE_LENGTH
from exchange.forum.refusals import NothingWritten, TextTooLong, TitleNeeded, TitleTooLong
from lms.letters import visible
from search.analysis import tokens
from search.analysis.languages import language_of

TEXT_LENGTH = 20_000  # characters; a page and a half of small print
WORDS_THAT_TELL = 80  # of a text, which language it is in


def clean_title(text: str) -> str:
    """A title on one line, without what turns or hides letters. Raises `TitleNeeded`, `TitleTooLong`."""
    if len(text) > TEXT_LENGTH:
        raise TitleTooLong(longest=TITLE_LENGTH)
    title = " ".join(visible(text).split())
    if not any(letter.isalnum() for letter in title):
        raise TitleNeeded
    if len(title) > TITLE_LENGTH:
        raise TitleTooLong(longest=TITLE_LENGTH)
    return title


def clean_text(text: str) -> str:
    """A text with plain line ends. Raises `NothingWritten`, `TextTooLong`."""
    if len(text) > TEXT_LENGTH:
        raise TextTooLong(longest=TEXT_LENGTH, written=len(text))
    cleaned = visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in cleaned):
        raise NothingWritten
    return cleaned


def language_of_text(text: str) -> str:
    """The language of most of its words; Russian where they are even, as the interface falls back to it."""
    words = (token.form for token in islice(tokens(text), WORDS_THAT_TELL))
    counts = Counter(language_of(word) for word in words if not word.isdigit())
    return max(("ru", "ky", "en"), key=lambda language: counts[language])
