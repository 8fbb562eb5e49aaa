"""Which language a word is of: Kyrgyz and Russian mix in one sentence, so each word is asked by itself."""

import re

from search.analysis import english, kyrgyz, russian
from search.analysis.kyrgyz_words import begins_like_kyrgyz, is_kyrgyz
from search.analysis.normalise import CYRILLIC, normalised

LANGUAGES = ("ky", "ru", "en")
KYRGYZ_LETTERS = re.compile(r"[ңөү]")
# Of words that the dictionary lacks (айылного, предпросмотрами), those that only Russian writes so: endings that Kyrgyz
# may have too, as in токтому and келишими, do not decide.
RUSSIAN_LOOK = re.compile(
    r"[щъ]|(?:ного|ному|ный|ная|ное|ные|ского|скому|ский|ская|ское|ские)$"
    r"|(?:ость|ости|ение|ения|ении|ться|ами|ями|ировать)$"
)


def language_of(word: str) -> str:
    """The likeliest language of a word: "ky", "ru", or "en" (also for what is written in digits)."""
    return languages_of(normalised(word))[0]


def languages_of(form: str) -> tuple[str, ...]:
    """The languages that a word, as normalised, may be of; the likeliest first."""
    if not CYRILLIC.search(form):
        return ("en",)
    if KYRGYZ_LETTERS.search(form):
        return ("ky",)
    if not russian.is_known(form):
        return ("ru",) if looks_russian(form) else ("ky",)
    return ("ky", "ru") if may_be_kyrgyz(form) else ("ru",)


def looks_russian(form: str) -> bool:
    """Whether only Russian writes a word so, which its dictionary lacks: not обращениелер."""
    return bool(RUSSIAN_LOOK.search(form)) and not russian.is_first_form(kyrgyz.stem(form))


def may_be_kyrgyz(form: str) -> bool:
    """Whether a word that the Russian dictionary has is also a form of a Kyrgyz word that we know."""
    if not begins_like_kyrgyz(form) or not is_kyrgyz(stem := kyrgyz.stem(form)):
        return False
    # курса is of курс, rather than of the verb кур.
    lemma = russian.lemma(form)
    return not (len(stem) < len(lemma) < len(form) and form.startswith(lemma))


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
