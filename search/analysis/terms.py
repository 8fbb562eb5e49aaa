"""The words of the glossary and of the first synonyms, as they stand there: what people are likely to type."""

import csv
import re
from functools import cache
from pathlib import Path

from search.analysis import english, kyrgyz
from search.analysis.normalise import normalised, without_kyrgyz_letters

DATA = Path(__file__).parents[1] / "data"
FILES = ("glossary.csv", "words.csv")
WORD = re.compile(r"[^\W_]+")
IN_BRACKETS = re.compile(r"\([^)]*\)")  # the Kyrgyz term in English letters: aiyl okmotu


@cache
def words_in(language: str) -> frozenset[str]:
    """The words of a column, of terms of several words each."""
    found: set[str] = set()
    for name in FILES:
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.update(map(normalised, WORD.findall(IN_BRACKETS.sub("", row[language]))))
    return frozenset(found)


@cache
def kyrgyz_stems() -> frozenset[str]:
    """The stems of the Kyrgyz words."""
    return frozenset(kyrgyz.stem(word) for word in words_in("ky") if len(word) > 2)


@cache
def kyrgyz_stems_typed_plainly() -> frozenset[str]:
    """The same without ң, ө and ү, as many people type."""
    return frozenset(map(without_kyrgyz_letters, kyrgyz_stems()))


@cache
def english_stems() -> frozenset[str]:
    """The stems of the English words."""
    return frozenset(english.stem(word) for word in words_in("en") if len(word) > 2)
