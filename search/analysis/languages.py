"""Which language a word is of: Kyrgyz and Russian mix in one sentence, so each word is asked by itself."""

import re

from search.analysis import english, kyrgyz, russian
from search.analysis.normalise import CYRILLIC, normalised

LANGUAGES = ("ky", "ru", "en")
KYRGYZ_LETTERS = re.compile(r"[ңөү]")
RUSSIAN_LETTERS = re.compile(r"[щъь]")


def language_of(word: str) -> str:
    """The likeliest language of a word: "ky", "ru", or "en" (also for what is written in digits)."""
    return languages_of(normalised(word))[0]


def languages_of(form: str) -> tuple[str, ...]:
    """The languages that a word, as normalised, may be of; the likeliest first."""
    if not CYRILLIC.search(form):
        return ("en",)
    if KYRGYZ_LETTERS.search(form):
        return ("ky",)
    if russian.is_known(form) or RUSSIAN_LETTERS.search(form):
        return ("ru",)
    return ("ky",)


def stem(word: str, language: str) -> str:
    """How a word is indexed when it is of this language."""
    return stem_of(normalised(word), language)


def stem_of(form: str, language: str) -> str:
    """The stem of a word, as normalised."""
    if not CYRILLIC.search(form):
        return english.stem(form)
    if language == "ru":
        return russian.lemma(form)
    return kyrgyz.stem(form)
