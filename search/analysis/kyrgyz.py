"""Kyrgyz words by their stem: endings taken off in the order in which they are put on.

A noun takes number, possessive, case and predicate, one after the other; a verb voice, negation, tense or participle,
and person, and its participles take what a noun takes. An ending is taken off only where it agrees with what remains:
its vowels in harmony, its first consonant assimilated (`kyrgyz_sounds`). Of several readings the longest stem that is
known is taken (`kyrgyz_words`, the place of a lexicon), or else the shortest.
"""

import re
from collections.abc import Iterable

from search.analysis import russian
from search.analysis.kyrgyz_endings import ENDINGS, LONGEST, OUTERMOST, Ending
from search.analysis.kyrgyz_sounds import (
    OPEN_AFTER,
    VOWELS,
    agrees,
    is_possible_stem,
    joined,
    last_vowel,
    spelled_out,
    unvoiced,
)
from search.analysis.kyrgyz_words import COMMON, VERBS, WITHOUT_KYRGYZ_LETTERS, is_stem, is_whole

# Stems that lose or change a sound before an ending, as if they did not.
CHANGES = {"балдар": "балалар", "орду": "оруну", "мурду": "муруну", "мойну": "моюну"}
CHANGED = re.compile("^(балдар|орду(?=н|$)|мурду(?=н|$)|мойну)")

# Endings that are also how words end, and what must be before them.
VERBAL_NOUN = frozenset(("уу", "үү"))
THEIRS_AFTER_CONSONANT = frozenset("ыиуү")
THEIRS_AFTER_VOWEL = frozenset(("сы", "си", "су", "сү"))
PASSIVE_AFTER_L = frozenset(("ын", "ин", "ун", "үн"))
WHO_DOES = re.compile(r"(уу|үү|оо|өө|[^аеоөыиуү])ч$")
NARROW = re.compile(r"[^аеоөыиуүч][ыиуү]$")
MADE_OF_NOUN = re.compile(r"[лдт][аеоө]$")  # a verb: тазала, сакта
RUSSIAN_CASE = re.compile(r"(?<=...)(а|у|е|ы|и|ом|ем|ой|ей|ов|ам|ами|ах)$")
KYRGYZ_LETTERS = re.compile(r"[ңөү]")


def stem(word: str) -> str:
    """What the forms of a Kyrgyz word have in common."""
    word = CHANGED.sub(lambda found: CHANGES[found[0]], word)
    if is_whole(word):
        return word
    reading = Reading()
    found = sorted(reading.stems(spelled_out(word), OUTERMOST), key=lambda each: (-len(each), each))
    stems = [joined(each) for each in found]
    # A known stem is the better the longer it is, a guess the better the shorter.
    for each in (word, *stems):
        if each in COMMON or (each in VERBS and each in reading.verbs):
            return each
    for each in (word, *stems):
        if is_stem(each):
            return each
    return declined_in_russian(word) or (stems[-1] if stems else word)


def declined_in_russian(word: str) -> str:
    """The Kyrgyz word that has a Russian ending, if it is one that we know: кенеша, айыле, тажрыйбой."""
    ending = RUSSIAN_CASE.search(word)
    if ending and not russian.is_known(word):
        rest = word[: ending.start()]
        return next((each for each in (rest, rest + "а") if each in WITHOUT_KYRGYZ_LETTERS), "")
    return ""


class Reading:
    """All ways to read one word; what remains of it is read once, however it came to remain."""

    def __init__(self) -> None:
        self.parts: dict[str, dict[str, list[tuple[str, Ending]]]] = {}
        self.known: dict[tuple[str, str], set[str]] = {}
        self.verbs: set[str] = set()  # what may be a verb's stem

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
        if may_be_verb(stem, ending):
            self.verbs.add(joined(stem))
        elif not may_be_noun(stem, ending):
            return found
        return found | {stem}


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


def may_be_noun(stem: str, ending: Ending) -> bool:
    """Whether what is before an ending may be the stem of a noun."""
    return (
        "noun" in ending.before
        and len(stem) >= ending.shortest
        and is_possible_stem(stem, verb=False)
    )


def may_be_verb(stem: str, ending: Ending) -> bool:
    """Whether what is before an ending may be the stem of a verb."""
    if "sure-verb" in ending.before and joined(stem) in VERBS:
        return True
    return (
        "verb" in ending.before
        and len(stem) >= ending.shortest
        and is_possible_stem(stem, verb=True)
    )


def as_before_no_ending(rest: str, ending: str, slot: str) -> str:
    """What was before an ending, as it is without one; nothing if it cannot have been before it."""
    if ending.startswith(("оо", "өө")):
        return rest + OPEN_AFTER[last_vowel(rest)]
    if ending in VERBAL_NOUN and rest + ending[0] in VERBS:
        return rest + ending[0]  # окуу: the last vowel of оку is in it
    if slot in ("possessive", "own") and not may_belong(rest, ending):
        return ""
    if slot == "voice" and not may_have_voice(rest, ending):
        return ""
    return unvoiced(rest) if ending[0] in VOWELS else rest


def may_have_voice(rest: str, ending: str) -> bool:
    """Whether a verb may have this voice, beside what the sounds say."""
    if ending == "л":  # тазалал(ды), сакталды; but not мисалды
        return bool(MADE_OF_NOUN.search(rest)) or rest in VERBS
    return ending not in PASSIVE_AFTER_L or rest[-1] == "л"


def may_belong(rest: str, ending: str) -> bool:
    """Whether a possessive ending may stand on this, beside what its sounds say."""
    if ending in THEIRS_AFTER_VOWEL:  # облус and у, rather than облу and су
        return not NARROW.search(rest) or is_whole(rest)
    if ending in THEIRS_AFTER_CONSONANT and WHO_DOES.search(rest):
        return False  # катчы has no ending
    # абагы, not абакы
    return not (ending[0] in VOWELS and len(rest) > 3 and rest[-1] in "кп" and rest[-2] in VOWELS)
