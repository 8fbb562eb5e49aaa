"""One spelling for what people mean by the same word, however it was typed.

What comes out has only the letters that we index (`LETTERS`) and digits, whatever came in: it is safe in a query of
every engine.
"""

import re
import unicodedata

from anyascii import anyascii

RUSSIAN_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
LETTERS = f"abcdefghijklmnopqrstuvwxyz{RUSSIAN_LETTERS}ңөү"
LONGEST = 40  # characters of a token; the rest of a longer word tells nothing more

PLAIN = re.compile(r"[a-zа-яңөү0-9]+")
CYRILLIC = re.compile(r"[а-яңөү]")
LATIN = re.compile(r"[a-z]")

# Latin letters that look like Cyrillic ones: as capitals, and as small letters.
LOOK_ALIKE_CAPITALS = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
LOOK_ALIKES = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
LOOK_ALIKES_LATIN = str.maketrans("асеорхукмтвн", "aceopxykmtbh")

# Ё as most people type it, letters of neighbouring alphabets, and what is typed where ң, ө and ү are not at hand.
NEIGHBOURS = str.maketrans(
    {
        "ё": "е",
        "ѳ": "ө",
        "ӫ": "ө",
        "ҥ": "ң",
        "ӈ": "ң",
        "ӊ": "ң",
        "ұ": "у",
        "ў": "у",
        "қ": "к",
        "ҡ": "к",
        "ғ": "г",
        "ҳ": "х",
        "һ": "х",
        "җ": "ж",
        "ҷ": "ч",
        "ә": "а",
        "і": "и",
        "ї": "и",
        "є": "е",
        "ґ": "г",
        "ѐ": "е",
        "ѝ": "и",
    }
)
# Kyrgyz as typed on a keyboard without its three letters.
WITHOUT_KYRGYZ_LETTERS = str.maketrans("ңөү", "ноу")


def normalised(word: str) -> str:
    """The word as it is compared: composed, in small letters, of our letters and digits only; perhaps empty."""
    word = unicodedata.normalize("NFKC", word)
    small = word.lower()
    if PLAIN.fullmatch(small):
        if small.isascii():
            return small
    else:
        small = in_our_letters(small)
    if LATIN.search(small) and CYRILLIC.search(small):
        small = in_one_alphabet(word, small)
    return small


def in_our_letters(word: str) -> str:
    """The word with each letter that we do not index replaced by the nearest that we do, in Latin if need be."""
    word = word.translate(NEIGHBOURS)
    if PLAIN.fullmatch(word):
        return word
    letters = []
    for letter in word:
        if PLAIN.fullmatch(letter):
            letters.append(letter)
            continue
        bare = unicodedata.normalize("NFD", letter)[0].translate(NEIGHBOURS)
        if PLAIN.fullmatch(bare):
            letters.append(bare)
        elif letter.isalnum():  # not a sign: anyascii has words for emoji
            letters.append(anyascii(letter).lower())
    return "".join(PLAIN.findall("".join(letters)))


def in_one_alphabet(word: str, small: str) -> str:
    """A word whose stray letters of the other alphabet merely look right, in one; “Excelде” stays as it is."""
    cyrillic = in_our_letters(word.translate(LOOK_ALIKE_CAPITALS).lower()).translate(LOOK_ALIKES)
    if not LATIN.search(cyrillic):
        return cyrillic
    latin = small.translate(LOOK_ALIKES_LATIN)
    return small if CYRILLIC.search(latin) else latin


def without_kyrgyz_letters(word: str) -> str:
    """The word as typed where ң, ө and ү are not at hand."""
    return word.translate(WITHOUT_KYRGYZ_LETTERS)
