"""Kyrgyz words by their stem: endings taken off in the order in which they are put on.

A noun takes number, possessive, case and predicate, one after the other; a verb voice, negation, tense or participle,
and person, and its participles take what a noun takes. An ending is taken off only where it agrees with what remains:
its vowels in harmony, its first consonant assimilated (`kyrgyz_sounds`). Of several readings the one with the shortest
stem is taken, unless a stem is known (`kyrgyz_words`): that is the place of a lexicon.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from search.analysis.kyrgyz_sounds import (
    OPEN_AFTER,
    VOWELS,
    agrees,
    is_possible_stem,
    joined,
    last_vowel,
    spelled,
    spelled_out,
    unvoiced,
)
from search.analysis.kyrgyz_words import VERBS, is_stem, is_whole

# slot: (what may be before it, outermost first; its endings; the least letters of a stem right before it).
# "noun" and "verb" mean that the stem itself may be before it; "sure verb" only a verb that is known.
NOUN = "noun relation number possessive participle"
SLOTS: dict[str, list[tuple[str, str, int]]] = {
    "question": [(f"{NOUN} case predicate tense inner-tense", "BI", 3)],
    "predicate": [
        (f"{NOUN} case inner-tense", "мIн сIң сIз сIңAр", 4),
        ("inner-tense", "BIз", 2),
        ("participle", "BIз", 2),
    ],
    "place": [("case", "GI", 2)],
    "case": [
        (NOUN, "NIн NI GA DA DAн", 2),
        ("own", "н нA нDA нAн", 2),
    ],
    "own": [("noun relation number participle", "I сI", 2)],
    "possessive": [
        ("noun relation number participle", "I сI", 2),
        ("noun relation number participle", "IбIз бIз IңIз ңIз IңAр", 3),
        ("number", "Iм Iң", 2),
    ],
    "number": [("noun relation participle", "LAр", 2)],
    "relation": [("noun", "LIк LU сIз", 3)],
    "participle": [
        ("verb voice negation", "GAн U O GAнDIк", 2),
        ("verb voice negation", "Uчу Uчү Oчу Oчү", 2),
    ],
    "tense": [
        ("verb voice negation", "DI DIм DIң DIк DIңIз DIңAр Iп п Aт йт GAн BAстAн", 2),
        ("passive negation sure-verb", "A сA", 2),
        ("voice sure-verb", "Aр р", 2),
        ("voice negation sure-verb", "й", 2),
        ("negation", "с", 2),
    ],
    "inner-tense": [("verb voice negation", "A й Aр GAн Iп п", 2)],
    "wish": [("verb voice negation", "IңIз ңIз IңIздAр сIн GIлA GIчA мAк GAй GAнI", 2)],
    "negation": [("verb voice", "BA", 2)],
    "passive": [("verb", "Iл", 2)],
    "voice": [("verb", "Iл", 2), ("verb", "л", 3), ("sure-verb", "Iн Iш ш", 2)],
}
OUTERMOST = (
    "question",
    "predicate",
    "place",
    "case",
    "possessive",
    "number",
    "relation",
    "participle",
    "tense",
    "wish",
    "negation",
)
# Stems that lose or change a sound before an ending.
CHANGES = {
    "балдар": "балалар",
    "орду": "оруну",
    "мурду": "муруну",
    "мойну": "моюну",
    "карды": "карыны",
}
CHANGED = re.compile("^(балдар|орду(?=н|$)|мурду(?=н|$)|мойну)")
WHO_DOES = re.compile(r"(уу|үү|оо|өө|[^аеоөыиуү])ч$")
THEIR_VOWELS = frozenset("ыиуү")
LONG = frozenset(("уу", "үү"))
THEIRS = frozenset(("сы", "си", "су", "сү"))
NARROW = re.compile(r"[^аеоөыиуүч][ыиуү]$")
OF_ITSELF = frozenset(("ын", "ин", "ун", "үн"))


class Ending(NamedTuple):
    """One spelling of an ending in a slot."""

    slot: str
    sound: str  # its first, as in the pattern
    before: tuple[str, ...]
    shortest: int


def spellings() -> dict[str, list[Ending]]:
    """All endings by how they are spelled."""
    found: dict[str, list[Ending]] = {}
    for slot, rows in SLOTS.items():
        for before, patterns, shortest in rows:
            for pattern in patterns.split():
                ending = Ending(slot, pattern[0], tuple(before.split()), shortest)
                for each in spelled(pattern):
                    found.setdefault(each, []).append(ending)
    return found


KYRGYZ_LETTERS = re.compile(r"[ңөү]")
ENDINGS = spellings()
LONGEST = max(map(len, ENDINGS))


def stem(word: str) -> str:
    """What the forms of a Kyrgyz word have in common."""
    word = CHANGED.sub(lambda found: CHANGES[found[0]], word)
    if is_whole(word):
        return word
    found = Reading().stems(spelled_out(word), OUTERMOST)
    if sure := found & VERBS:
        return joined(min(sure, key=len))
    # A known stem is the better the longer it is, a guess the better the shorter.
    by_length = sorted(map(joined, found | {word}), key=lambda each: (-len(each), each))
    return next(filter(is_stem, by_length), by_length[-1])


class Reading:
    """All ways to read one word; what remains of it is read once, however it came to remain."""

    def __init__(self) -> None:
        self.parts: dict[str, dict[str, list[tuple[str, Ending]]]] = {}
        self.known: dict[tuple[str, str], set[str]] = {}

    def stems(self, word: str, slots: Iterable[str]) -> set[str]:
        """What may remain when an ending of one of these slots, and more before it, are taken off."""
        if word not in self.parts:
            self.parts[word] = split(word)
        found: set[str] = set()
        for slot in self.parts[word].keys() & slots:
            if (word, slot) not in self.known:
                self.known[word, slot] = set()
                for stem, ending in self.parts[word][slot]:
                    self.known[word, slot] |= self.before(stem, ending)
            found |= self.known[word, slot]
        return found

    def before(self, stem: str, ending: Ending) -> set[str]:
        """What may remain of what an ending was taken off, itself included."""
        found = self.stems(stem, ending.before)
        return found | {stem} if may_be_stem(stem, ending) else found


def split(word: str) -> dict[str, list[tuple[str, Ending]]]:
    """What is before each ending that the word may have, and the ending, by slot."""
    found: dict[str, list[tuple[str, Ending]]] = {}
    is_plain = not KYRGYZ_LETTERS.search(word)
    for length in range(1, min(LONGEST, len(word) - 2) + 1):
        rest, spelling = word[:-length], word[-length:]
        for ending in ENDINGS.get(spelling, ()):
            if agrees(rest, ending.sound, spelling, is_plain=is_plain):
                stem = as_before_no_ending(rest, spelling, ending.slot)
                if stem:
                    found.setdefault(ending.slot, []).append((stem, ending))
    return found


def may_be_stem(stem: str, ending: Ending) -> bool:
    """Whether what is before an ending may be a stem."""
    if len(stem) < ending.shortest:
        return False
    return (
        ("noun" in ending.before and is_possible_stem(stem, verb=False))
        or ("verb" in ending.before and is_possible_stem(stem, verb=True))
        or ("sure-verb" in ending.before and stem in VERBS)
    )


def as_before_no_ending(rest: str, ending: str, slot: str) -> str:
    """What was before an ending, as it is without one; nothing if it cannot have been before it."""
    if ending.startswith(("оо", "өө")):
        return rest + OPEN_AFTER[last_vowel(rest)]
    if ending in LONG and rest + ending[0] in VERBS:
        return rest + ending[0]  # окуу: the last vowel of оку is in it
    if slot in ("possessive", "own") and not may_belong(rest, ending):
        return ""
    if slot == "voice" and ending in OF_ITSELF and rest[-1] != "л":
        return ""
    return unvoiced(rest) if ending[0] in VOWELS else rest


def may_belong(rest: str, ending: str) -> bool:
    """Whether a possessive ending may stand on this, beside what its sounds say."""
    if ending in THEIRS:  # облус and у, rather than облу and су
        return not NARROW.search(rest) or is_whole(rest)
    if ending in THEIR_VOWELS and WHO_DOES.search(rest):
        return False  # катчы has no ending
    # абагы, not абакы
    return not (ending[0] in VOWELS and len(rest) > 3 and rest[-1] in "кп" and rest[-2] in VOWELS)
