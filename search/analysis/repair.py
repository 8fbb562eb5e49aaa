"""A query as it was meant: typed in the wrong keyboard layout, or in Latin letters.

A query is read as typed whatever is found here: these are its other readings, each a whole query again.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from search.analysis import english, kyrgyz, russian
from search.analysis.keyboards import typed_in_cyrillic, typed_in_latin
from search.analysis.kyrgyz_sounds import could_be_kyrgyz, with_front_vowels
from search.analysis.kyrgyz_words import is_kyrgyz
from search.analysis.normalise import CYRILLIC, LATIN, LONGEST, LOOK_ALIKES, normalised
from search.analysis.terms import english_stems, kyrgyz_stems, kyrgyz_stems_typed_plainly
from search.analysis.tokens import STOP_WORDS, WORD
from search.analysis.transliteration import RUSSIAN, in_kyrgyz, in_russian, written_with
from search.analysis.words import words_of

MOST_READINGS = 4
MOST_WORDS = 20  # of a query that are read in other ways; nobody types more in a wrong layout
ENOUGH = 0.4  # plausibility of a word's reading that is worth a try
KNOWN = 0.9  # plausibility of a word that is known, perhaps by its stem
VOWEL = re.compile(r"[aeiouyöüı]")
CYRILLIC_VOWEL = re.compile(r"[аеёиоуыэюяөү]")
ANY_LATIN = re.compile(r"[a-z\u00c0-\u024f]")
LATIN_ONLY = re.compile(r"[a-z]+")
NAME_ENDING = re.compile(r"(?<=[^\W]{3})(бек|бай|гүл|гул|хан|жан)$")  # not in harmony: Кубанычбек
STOP_ENGLISH = words_of("stop_en")
ENGLISH_PAIRS = words_of("pairs_en")

Way = Callable[[str], Iterator[str]]


def repairs(query: str) -> list[str]:
    """Other readings of a query, the most plausible first; none where it needs none."""
    parts = query.split()[:MOST_WORDS]
    if 2 * sum(map(is_english, parts)) > len(parts) > 1:
        return []
    found: dict[str, tuple[int, float]] = {}
    for way in WAYS:
        readings = [best(part[:LONGEST], way) for part in parts]
        weights = [weight for _, weight in readings if weight]
        # Several words of which none is known are rather a sentence in another language.
        if weights and (max(weights) >= KNOWN or sum(map(is_long, parts)) == 1):
            whole = " ".join(
                reading or likewise(part[:LONGEST], way)
                for part, (reading, _) in zip(parts, readings, strict=True)
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
    # A name that we do not know: but nobody means `Pfvbh`.
    if way is in_the_other_layout and len(part) > 3 and reading and not looks_english(part):
        weight = max(weight, ENOUGH) if CYRILLIC_VOWEL.search(reading) else weight
    return (reading, weight) if weight >= ENOUGH else ("", 0)


def likewise(part: str, way: Way) -> str:
    """A word that tells nothing by itself, read as its neighbours are: nobody switches between two words.

    Such are initials, the names of people and places, and `yf` for на.
    """
    word = part.lower()
    if not LATIN.search(word) or is_english(part):
        return part
    if way is in_the_other_layout:
        reading = typed_in_cyrillic(word)
    else:
        reading = next(way(word), part if is_long(part) else written_with(RUSSIAN, word))
    return part if ANY_LATIN.search(reading) else reading


def is_english(part: str) -> bool:
    """Whether this is an English word that stands in the glossary, or one that tells nothing."""
    word = normalised(part)
    return len(word) > 1 and (word in STOP_ENGLISH or english.stem(word) in english_stems())


def is_long(part: str) -> bool:
    """Whether this is a word rather than an initial or a mark."""
    return len(WORD.sub("", part)) < len(part) - 1


def plausibility(text: str) -> float:
    """How likely it is that somebody meant this, from 0 to 1: the least of its words."""
    words = [normalised(word) for word in WORD.findall(text)]
    return min(map(plausibility_of, words), default=0)


def is_known(form: str) -> bool:
    """Whether this is a word that we know, as normalised; of most names and of what is typed wrong it is not."""
    return plausibility_of(form) >= KNOWN


def plausibility_of(word: str) -> float:
    """1 for a word that we know, less for one that merely sounds like a Kyrgyz or an English one."""
    if not CYRILLIC.search(word):
        return 0.6 if looks_english(word) else 0
    if LATIN.search(word):
        return 0
    stem = kyrgyz.stem(word)
    if russian.is_known(word) or is_kyrgyz(stem) or stem in kyrgyz_stems():
        return 1 if len(word) > 2 else 0.5  # of two letters nearly anything is known
    if russian.is_first_form(stem) or stem in kyrgyz_stems_typed_plainly():
        return KNOWN
    return 0.6 if could_be_kyrgyz(NAME_ENDING.sub("", word)) else 0


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
