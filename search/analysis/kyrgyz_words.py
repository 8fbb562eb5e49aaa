"""Stems that endings alone would mistake: the place of a lexicon, which for now has only the words that matter most.

What Kyrgyz has from Russian is asked of the Russian dictionary: экономикасы is of экономика, which needs no line here.
"""

from search.analysis import russian
from search.analysis.normalise import without_kyrgyz_letters
from search.analysis.words import words_of

WHOLE = words_of("kyrgyz_whole")
VERBS = words_of("kyrgyz_verbs")
COMMON = words_of("kyrgyz_common")
WITHOUT_KYRGYZ_LETTERS = frozenset(map(without_kyrgyz_letters, WHOLE | COMMON))
BEGINNINGS = frozenset(
    beginning
    for word in WHOLE | VERBS | COMMON
    for beginning in (word, word[:-1] + {"к": "г", "п": "б", "й": ""}.get(word[-1], word[-1]))
)


def begins_like_kyrgyz(form: str) -> bool:
    """Whether a word begins like one that we know: soon said, and true of few Russian words."""
    return any(form[:length] in BEGINNINGS for length in range(2, len(form) + 1))


def is_whole(word: str) -> bool:
    """Whether a Kyrgyz word only looks as if it had an ending."""
    return word in WHOLE


def is_stem(word: str) -> bool:
    """Whether a word is known to be one without an ending."""
    return word in WHOLE or russian.is_first_form(word)


def is_kyrgyz(stem: str) -> bool:
    """Whether a stem is known to be Kyrgyz, whatever the Russian dictionary says of it."""
    return stem in WHOLE or stem in VERBS or stem in COMMON
