"""The sounds of Kyrgyz, where a word meets an ending: vowel harmony, and consonants that become like their neighbours.

Endings are written as in grammars, a capital for a sound that depends on what is before it:
A = а, е, о, ө; I = ы, и, у, ү; O = оо, өө; U = уу, үү; D = д, т; N = н, д, т; L = л, д, т; G = г, к; B = б, п.
"""

import re
from functools import cache
from itertools import pairwise, product

VOWELS = frozenset("аеёиоуыэюяөү")
VOICELESS = frozenset("кпстфхцчшщ")
SOFTENED = frozenset("бвгджз")  # at the end of loans they may sound voiceless: заводго, заводко

SOUNDS = {
    "A": ("а", "е", "о", "ө"),
    "I": ("ы", "и", "у", "ү"),
    "O": ("оо", "өө"),
    "U": ("уу", "үү"),
    "D": ("д", "т"),
    "N": ("н", "д", "т"),
    "L": ("л", "д", "т"),
    "G": ("г", "к"),
    "B": ("б", "п"),
}
# The open and the narrow vowel that may follow a vowel: жолдо, жолду; кулда, кулу; күндө, күнү.
OPEN_AFTER = {
    "а": "а",
    "ы": "а",
    "у": "а",
    "о": "о",
    "е": "е",
    "и": "е",
    "э": "е",
    "ө": "ө",
    "ү": "ө",
}
NARROW_AFTER = {
    "а": "ы",
    "ы": "ы",
    "у": "у",
    "о": "у",
    "е": "и",
    "и": "и",
    "э": "и",
    "ө": "ү",
    "ү": "ү",
}
# As typed without ө and ү.
PLAIN_OPEN_AFTER = OPEN_AFTER | {"у": "ао"}

# Pairs of consonants that a verb's stem may end in: айт, тарт, кайт, ырк; what is not among them is no verb.
VERB_CODAS = frozenset(("рт", "лт", "йт", "нт", "ст", "рк", "лк", "нч", "рч", "рп", "лп", "йк"))
ROUNDED = re.compile(r"[лдт]?(оо|өө|уу|үү)")


def spelled(pattern: str) -> list[str]:
    """All that an ending may be, whatever is before it: of GA га, ге, го, гө, ка and so on."""
    found = ("".join(parts) for parts in product(*(SOUNDS.get(sound, sound) for sound in pattern)))
    return [each for each in found if is_in_harmony(each)]


def is_in_harmony(ending: str) -> bool:
    """Whether the vowels of an ending may follow each other."""
    vowels = [letter for letter in ending if letter in VOWELS]
    return all(after in may_follow(before) or before == after for before, after in pairwise(vowels))


def may_follow(vowel: str, *, is_plain: bool = True) -> str:
    """The vowels of an ending after this vowel."""
    opens = PLAIN_OPEN_AFTER if is_plain else OPEN_AFTER
    return opens.get(vowel, "") + NARROW_AFTER.get(vowel, "")


def agrees(stem: str, sound: str, ending: str, *, is_plain: bool) -> bool:
    """Whether an ending may stand on a stem.

    `sound` is the ending's first, as written in its pattern; `is_plain` says that ө and ү may be typed as о and у.
    """
    return fits(stem[-2:], last_vowel(stem), sound, ending, is_plain)


@cache
def fits(tail: str, vowel: str, sound: str, ending: str, is_plain: bool) -> bool:
    """Whether an ending agrees with the last letters and the last vowel before it."""
    last = tail[-1]
    if ending[0] in VOWELS and last in VOWELS:
        return False
    if not fits_vowel(vowel, ending, is_soft=last == "ь", is_plain=is_plain):
        return False
    return sound not in "DNLGB" or ending[0] in first_consonants(
        sound, tail[0] if last == "ь" else last
    )


def first_consonants(sound: str, last: str) -> str:
    """What a consonant of an ending becomes after this letter."""
    if last in VOWELS:
        return "нгб" if sound == "N" else "лгб" if sound == "L" else "дгб"
    if last in VOICELESS:
        return "ткп"
    if sound == "L" and last in "рй":
        return "л"
    return "дтгкбп" if last in SOFTENED else "дгб"


def fits_vowel(before: str, ending: str, *, is_soft: bool, is_plain: bool) -> bool:
    """Whether the first vowel of an ending is in harmony with the last before it."""
    vowel = next((letter for letter in ending if letter in VOWELS), "")
    if not before:
        return False
    if not vowel or is_soft:  # июлда and роли: what ends in ь takes either
        return True
    if ROUNDED.match(ending):  # whatever is before: баштоо, чыгуу, баалуу; иштөө, берүү
        back = "аыоуеиэ" if is_plain else "аыоу"
        return before in ("еиэөү" if vowel in "өү" else back)
    return vowel in may_follow(before, is_plain=is_plain)


def last_vowel(word: str) -> str:
    """The last vowel of a word, or nothing."""
    for letter in reversed(word):
        if letter in VOWELS:
            return letter
    return ""


def is_possible_stem(stem: str, *, verb: bool) -> bool:
    """Whether a word, or a verb, may look like this."""
    if len(stem) < (3 if stem[-1:] in VOWELS else 2) or not last_vowel(stem):
        return False
    if verb and stem[-1] not in VOWELS and stem[-2] not in VOWELS:
        return stem[-2:] in VERB_CODAS
    return True


TWO_SOUNDS = re.compile("[яю]|[аоуиыэяюөү]е")


def spelled_out(word: str) -> str:
    """я and ю, and е after a vowel, as the two sounds that they are: коюу is кой and уу."""
    if not TWO_SOUNDS.search(word):
        return word
    letters = word.replace("я", "йа").replace("ю", "йу")
    return "".join(
        "йе" if letter == "е" and before in VOWELS and before != "е" else letter
        for before, letter in zip(" " + letters, letters, strict=False)
    )


def joined(word: str) -> str:
    """The opposite of `spelled_out`."""
    if "й" not in word:
        return word
    word = word.replace("йа", "я").replace("йу", "ю")
    return "".join(
        "" if word[at : at + 2] == "йе" and word[at - 1 : at] in VOWELS and at else letter
        for at, letter in enumerate(word)
    )


def unvoiced(stem: str) -> str:
    """What a stem is before no vowel: абаг(ы) is абак, китеб(и) is китеп."""
    if len(stem) > 2 and stem[-2] in VOWELS:
        return stem[:-1] + {"г": "к", "б": "п"}.get(stem[-1], stem[-1])
    return stem


# A Kyrgyz word: syllables of at most a consonant, a vowel, perhaps long, and two consonants.
SYLLABLES = re.compile(
    r"[бгджзйклмнпрстхчш]?(?:[аеоуиыэөү]{1,2}[бвгджзйклмнпрстчшң]{1,2})*[аеоуиыэяюөү]{0,2}"
)
BACK = frozenset("аыоу")
FRONT = frozenset("еиэөү")


def could_be_kyrgyz(word: str) -> bool:
    """Whether a word that we do not know has the syllables and the harmony of a Kyrgyz one."""
    vowels = {letter for letter in word if letter in VOWELS} - set("яю")
    return (
        len(word) > 2
        and bool(vowels)
        and bool(SYLLABLES.fullmatch(word))
        and (vowels <= BACK or vowels <= FRONT or vowels <= FRONT | set("оу"))
    )


def with_front_vowels(word: str) -> str:
    """The word with the front vowels that it would have if it were one of them: окмоту as өкмөтү."""
    return word if BACK_ONLY.search(word) else word.translate(TO_FRONT)


def with_back_vowels(word: str) -> str:
    """The word with ы for и beside back vowels: айил as айыл."""
    return word.replace("и", "ы") if BACK_ONLY.search(word) else word


BACK_ONLY = re.compile("[аыяю]")
TO_FRONT = str.maketrans("оу", "өү")
