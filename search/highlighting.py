"""The passage of a text that answers best, and the words in it that were looked for."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import Token, tokens
from search.engines.base import Reading

PASSAGE = 200  # characters, about three lines on a phone
READ = 60_000  # characters of a body that are searched for the passage
BETWEEN = re.compile(r"([.!?:;,…]?)\s*\n\s*")  # two blocks, with the mark that ends the first


@dataclass(frozen=True)
class Sought:
    """The tokens that were looked for: exact ones and, of less worth, loose ones."""

    exact: frozenset[str]
    loose: frozenset[str]

    def worth(self, token: Token) -> float:
        """How much a word answers: 1 for what was typed or means the same, less for a loose reading."""
        if not self.exact.isdisjoint(token.stems):
            return 1.0
        return 0.5 if not self.loose.isdisjoint(token.loose) else 0.0


def sought_by(readings: Sequence[Reading], corrections: Sequence[str] = ()) -> Sought:
    """What to mark: the typed words, their synonyms and repaired readings, and what was meant instead."""
    exact: set[str] = set()
    loose: set[str] = set()
    for reading in readings:
        for term in reading.terms:
            exact.update(term.stems, *term.synonyms, *term.guesses)
            loose.update(term.loose, term.stems)
    for word in corrections:
        exact.update(*(token.stems for token in tokens(word)))
    return Sought(frozenset(exact), frozenset(loose))


def marked(text: str, sought: Sought) -> SafeString:
    """The text as HTML with the sought words in <mark>."""
    spans = [(token.start, token.end) for token in tokens(text) if sought.worth(token)]
    return _html(text, spans)


def excerpt(body: str, sought: Sought) -> SafeString:
    """The best passage of a body as HTML; its beginning if nothing sought stands in it."""
    text = body[:READ]
    found = [
        (token.start, token.end, worth, token.stems or (token.form,))
        for token in tokens(text)
        if (worth := sought.worth(token))
    ]
    start = _best_start(found) if found else 0
    begin, end = _whole_words(text, start)
    spans = [(a - begin, b - begin) for a, b, *_ in found if a >= begin and b <= end]
    html = _html(text[begin:end], spans)
    before = "… " if begin else ""
    after = " …" if end < len(body.rstrip()) else ""
    return mark_safe(f"{before}{html}{after}")  # noqa: S308  escaped in _html


def _best_start(found: Sequence[tuple[int, int, float, tuple[str, ...]]]) -> int:
    """Where the passage begins that has most of the different sought words, and most of them."""
    ends = [end for _, end, *_ in found]
    best, best_at = -1.0, 0
    for number, (start, *_) in enumerate(found):
        inside = found[number : bisect_left(ends, start + PASSAGE - 20)] or [found[number]]
        different = {stems[0]: worth for _, _, worth, stems in inside}
        value = 3 * sum(different.values()) + 0.2 * min(5, len(inside))
        if value > best:
            best, best_at = value, start
    return best_at


def _whole_words(text: str, start: int) -> tuple[int, int]:
    """A passage of whole words around that place: from the sentence's beginning if it is near."""
    begin = max(0, start - 60)
    for mark in ("\n", ". ", "! ", "? "):
        at = text.rfind(mark, begin, start)
        if at >= 0:
            begin = max(begin, at + len(mark))
    if begin and begin == start - 60:
        begin = min(start, text.find(" ", begin, start) + 1 or start)
    end = min(len(text), begin + PASSAGE)
    if end < len(text):
        space = text.rfind(" ", start + 1, end)
        end = space if space > start else end
    return begin, end


def _html(text: str, spans: Sequence[tuple[int, int]]) -> SafeString:
    parts, done = [], 0
    for start, end in spans:
        parts += [_in_one_line(text[done:start]), f"<mark>{escape(text[start:end])}</mark>"]
        done = end
    parts.append(_in_one_line(text[done:]))
    return mark_safe(" ".join("".join(parts).split()).strip(" ·"))  # noqa: S308  every part is escaped


def _in_one_line(text: str) -> str:
    """Headings, items and paragraphs one after the other, with a dot between where the text has no mark of its own."""
    return escape(BETWEEN.sub(lambda found: f"{found[1]} " if found[1] else " · ", text))
