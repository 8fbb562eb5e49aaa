"""Nothing was found: what would be, if less were asked."""

from dataclasses import dataclass

from search.analysis import tokens
from search.asked import Asked
from search.query import search
from search.registry import Reader

WORDS = 4  # that are left out by turns; each costs a search


@dataclass(frozen=True)
class Fewer:
    """A question that asks less, and how much it finds."""

    asked: Asked
    total: int


@dataclass(frozen=True)
class Offers:
    """`unfiltered`: the words without filters; `shorter`: fewer words. None of them is offered that finds nothing."""

    unfiltered: Fewer | None
    shorter: list[Fewer]


def offers(user: Reader, asked: Asked, language: str) -> Offers:
    """What can be asked instead."""
    unfiltered = _counted(user, asked.unfiltered(), language) if asked.is_narrowed else None
    if unfiltered:
        return Offers(unfiltered, [])
    shorter = [
        found
        for text in _with_a_word_less(asked.text)
        if (found := _counted(user, asked.unfiltered().instead(text), language))
    ]
    return Offers(None, sorted(shorter, key=lambda each: -each.total))


def _with_a_word_less(text: str) -> list[str]:
    words = [(token.start, token.end) for token in tokens(text) if token.stems]
    if len(words) < 2:
        return []
    return [" ".join(f"{text[:start]} {text[end:]}".split()) for start, end in words[:WORDS]]


def _counted(user: Reader, asked: Asked, language: str) -> Fewer | None:
    total = search(user, asked.text, language=language, size=1).total if asked.text else 0
    return Fewer(asked, total) if total else None
