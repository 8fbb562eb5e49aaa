"""A query as it was meant: typed in the wrong keyboard layout, or in Latin letters.

A query is read as typed whatever is found here: these are its other readings, each a whole query again.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from search.analysis import kyrgyz, russian
from search.analysis.keyboards import typed_in_cyrillic, typed_in_latin
from search.analysis.kyrgyz_sounds import could_be_kyrgyz, with_front_vowels
from search.analysis.kyrgyz_words import is_kyrgyz
from search.analysis.normalise import CYRILLIC, LATIN, LONGEST, LOOK_ALIKES, normalised
from search.analysis.tokens import STOP_WORDS, WORD
from search.analysis.transliteration import in_kyrgyz, in_russian
from search.analysis.words import words_of

MOST_READINGS = 4
MOST_WORDS = 20  # of a query that are read in other ways; nobody types more in a wrong layout
ENOUGH = 0.4  # plausibility of a word's reading that is worth a try
KNOWN = 0.9  # plausibility of a word that is known, perhaps by its stem
VOWEL = re.compile(r"[aeiouyöüı]")
ANY_LATIN = re.compile(r"[a-z\u00c0-\u024f]")
LATIN_ONLY = re.compile(r"[a-z]+")
ENGLISH_PAIRS = words_of("pairs_en")

Way = Callable[[str], Iterator[str]]


def repairs(query: str) -> list[str]:
    """Other readings of a query, the most plausible first; none where it needs none."""
    parts = query.split()[:MOST_WORDS]
    found: dict[str, tuple[int, float]] = {}
    for way in WAYS:
        readings = [best(part[:LONGEST], way) for part in parts]
        weights = [weight for _, weight in readings if weight]
        # Several words of which none is known are rather a sentence in another language.
        if weights and (max(weights) >= KNOWN or len(parts) == 1):
            whole = " ".join(
                reading or part for part, (reading, _) in zip(parts, readings, strict=True)
            )
            rank = len(weights), sum(weights) / len(weights)
            found[whole] = max(found.get(whole, rank), rank)
    most = max((words for words, _ in found.values()), default=0)
    fullest = [whole for whole, (words, _) in found.items() if words == most]
    return sorted(fullest, key=lambda whole: -found[whole][1])[:MOST_READINGS]


@lru_cache(maxsize=20_000)
def best(part: str, way: Way) -> tuple[str, float]:
    """The most plausible reading of a word in this way, and how plausible it is; empty where there is none."""
    if normalised(part) in STOP_WORDS:
        return "", 0
    readings = [
        (reading, plausibility(reading))
        for reading in way(part.lower())
        if not ANY_LATIN.search(reading) or LATIN_ONLY.fullmatch(reading)
    ]
    reading, weight = max(readings, key=lambda each: each[1], default=("", 0.0))
    return (reading, weight) if weight >= ENOUGH else ("", 0)


def plausibility(text: str) -> float:
    """How likely it is that somebody meant this, from 0 to 1: the least of its words."""
    words = [normalised(word) for word in WORD.findall(text)]
    return min(map(plausibility_of, words), default=0)


def plausibility_of(word: str) -> float:
    """1 for a word that we know, less for one that merely sounds like a Kyrgyz or an English one."""
    if not CYRILLIC.search(word):
        return 0.6 if looks_english(word) else 0
    if LATIN.search(word):
        return 0
    stem = kyrgyz.stem(word)
    if russian.is_known(word) or is_kyrgyz(stem):
        return 1 if len(word) > 2 else 0.5  # of two letters nearly anything is known
    if russian.is_first_form(stem):
        return KNOWN
    return 0.6 if could_be_kyrgyz(word) else 0


def in_the_other_layout(part: str) -> Iterator[str]:
    """The keys that were pressed, read in the other layout."""
    if CYRILLIC.search(part):
        reading = typed_in_latin(part)
        if plausibility(part) < ENOUGH and LATIN_ONLY.fullmatch(reading):
            yield reading
    elif LATIN.search(part):
        reading = typed_in_cyrillic(part)
        for each in (reading, with_front_vowels(reading)):
            # What could be a word as it is needs a better reason than that the other could be one, too.
            if plausibility(each) >= KNOWN or not (looks_english(part) or len(part) < 5):
                yield each


def in_russian_letters(part: str) -> Iterator[str]:
    """Latin letters as Russian is written in them, or as they look."""
    if is_latin(part):
        looks = part.translate(LOOK_ALIKES)
        if plausibility(looks) == 1:
            yield looks
        yield from in_russian(part)


def in_kyrgyz_letters(part: str) -> Iterator[str]:
    """Latin letters as Kyrgyz is written in them."""
    if is_latin(part):
        yield from in_kyrgyz(part)


def in_either(part: str) -> Iterator[str]:
    """Latin letters as either is written in them: languages mix in a query too."""
    yield from in_russian_letters(part)
    yield from in_kyrgyz_letters(part)


def is_latin(part: str) -> bool:
    """Whether a part has Latin letters, and could be pronounced."""
    return bool(LATIN.search(part)) and not CYRILLIC.search(part) and bool(VOWEL.search(part))


def looks_english(word: str) -> bool:
    """Whether an English word could be written so."""
    return (
        len(word) > 1
        and bool(VOWEL.search(word))
        and all(a + b in ENGLISH_PAIRS for a, b in pairwise(normalised(word)))
    )


WAYS: tuple[Way, ...] = (in_the_other_layout, in_either, in_russian_letters, in_kyrgyz_letters)
