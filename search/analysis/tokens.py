"""A text, word by word, and how each word is found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.languages import languages_of, stem_of
from search.analysis.normalise import LONGEST, normalised, without_kyrgyz_letters
from search.analysis.russian import is_known
from search.analysis.words import words_of

# Letters and digits, with marks on them (stress, an umlaut written apart) and what is invisible within a word.
WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff])*")
REMEMBERED = (
    200_000  # word forms; about 100 MB at most, and 50,000 cover nearly all of a large site
)
# Of a Kyrgyz word, or of one that no dictionary has; what they alone find is a fair guess (pairwise F1 .56).
FIRST_LETTERS = 5
MAY_BE_TYPED_PLAINLY = re.compile(
    r"[ңөүноу]"
)  # those typed plainly too, so that they meet the others
HYPHENS = frozenset("-\u2010\u2011")  # Ат-Башы is Атбашы to many who type it
FOREIGN_WITH_ENDING = re.compile(r"([a-z][a-z0-9]+)[а-яңөү]+")  # Excelде, PDFти
STOP_WORDS = words_of("stop_ky") | words_of("stop_ru") | words_of("stop_en")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands, and how it is found.

    `start` and `end` cut the text as it was given. `form` is the word as normalised. `stems` are how it is indexed, two
    where its language is doubtful, none for a word that tells nothing. `loose` are readings of less weight: Kyrgyz
    without ң, ө and ү, the first five letters of a long word that is Kyrgyz or in no dictionary, and what a word is
    together with the one that a hyphen joins to it.
    """

    start: int
    end: int
    form: str
    stems: tuple[str, ...]
    loose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysed:
    """Ready tokens, a space between two: for an engine that only splits at spaces."""

    exact: str
    loose: str


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, in order."""
    for found, joined in words(text):
        form, stems, loose = reading(found[0])
        if form:
            yield Token(found.start(), found.end(), form, stems, loose + joined)


def analyse(text: str) -> Analysed:
    """What a text is indexed by."""
    exact: list[str] = []
    loose: list[str] = []
    for found, joined in words(text):
        form, stems, others = reading(found[0])
        if form:
            exact += stems
            loose += others + joined
    return Analysed(" ".join(exact), " ".join(loose))


def words(text: str) -> Iterator[tuple[re.Match[str], tuple[str, ...]]]:
    """The words, and at the second of two that a hyphen joins, how both are found as one."""
    before: re.Match[str] | None = None
    for found in WORD.finditer(text):
        at = found.start()
        if before and before.end() == at - 1 and text[at - 1] in HYPHENS:
            _, stems, loose = reading(before[0] + found[0])
            yield found, tuple(dict.fromkeys(stems + loose))
        else:
            yield found, ()
        before = found


@lru_cache(maxsize=REMEMBERED)
def reading(word: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The form, the stems and the loose readings of a word as typed."""
    form = normalised(word)[:LONGEST]
    if not form or form in STOP_WORDS:
        return form, (), ()
    if mixed := FOREIGN_WITH_ENDING.fullmatch(form):
        return form, (stem_of(mixed[1], "en"),), ()
    languages = languages_of(form)
    stems = dict.fromkeys(stem_of(form, language)[:LONGEST] for language in languages)
    # The Kyrgyz reading of a word is its first.
    first = next(iter(stems))
    if "ky" in languages:
        loose = tuple(dict.fromkeys(loose_readings(form, first)))
    else:
        loose = () if languages == ("en",) or is_known(form) else tuple(first_letters(form))
    return form, tuple(stems), loose


def loose_readings(form: str, stem: str) -> Iterator[str]:
    """How a Kyrgyz word is found by whoever typed it plainly, or with an ending that we do not know."""
    if MAY_BE_TYPED_PLAINLY.search(stem):
        yield without_kyrgyz_letters(stem)
    yield from first_letters(form)


def first_letters(form: str) -> Iterator[str]:
    """What a long word begins with, as whoever types plainly begins it."""
    if len(form) > FIRST_LETTERS:
        yield without_kyrgyz_letters(form[:FIRST_LETTERS])
