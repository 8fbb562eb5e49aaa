"""Words in Latin letters as people write Russian and Kyrgyz in messages, and in passports."""

import re
import unicodedata
from collections.abc import Iterator

from search.analysis import russian
from search.analysis.kyrgyz_sounds import with_back_vowels, with_front_vowels

VOWELS = {"a": "а", "e": "е", "i": "и", "o": "о", "u": "у"}


def letters(table: str) -> dict[str, str]:
    """What is written with what: pairs, a Latin spelling and then the Cyrillic one."""
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


BOTH = letters(
    "a а b б c к d д e е f ф g г h х i и j ж k к l л m м n н o о p п q к r р s с t т u у v в w в x х y ы z з ' ь "
    "ch ч sh ш zh ж kh х ts ц shch щ ya я yu ю yo е ye е ia ия iia ия iu ю"
)
for latin, cyrillic in VOWELS.items():  # ай in kayra and aiyl, but ая in chistaya
    BOTH |= {latin + "y": cyrillic + "й"} | ({latin + "i": cyrillic + "й"} if latin != "i" else {})
    BOTH |= {latin + end: cyrillic + BOTH[end] for end in ("ya", "yu", "ye", "yo")}
    BOTH |= {latin + "ia": cyrillic + "я"}
RUSSIAN = BOTH | letters("sch щ yie ые yy ый yi ый ij ий ii ий ja я ju ю c ц x кс")
KYRGYZ = BOTH | letters("yyy ыйы iu иу ng ң dj ж dzh ж ö ө ü ү ı ы ş ш ç ч ñ ң ń ң ŋ ң ğ г")
ADJECTIVE = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz'])ye$")  # novye is новые, not нове
HARD = re.compile(r"^(об|под|раз|из|с|в)(?=[еёя])")
SOFTENED = re.compile(r"л(?=[бвгдзкмнпстфцчшщ])")


def written_with(table: dict[str, str], word: str) -> str:
    """The word in these letters, the longest spelling that matches first."""
    found = []
    at = 0
    while at < len(word):
        for length in (4, 3, 2, 1):
            piece = word[at : at + length]
            if piece in table or length == 1:
                found.append(table.get(piece, piece))
                at += len(piece)
                break
    return "".join(found)


def in_russian(word: str) -> Iterator[str]:
    """How a word in Latin letters may be written in Russian; a soft sign that was left out is put back."""
    word = ADJECTIVE.sub("yie", word)
    plain = written_with(RUSSIAN, word)
    yield plain
    if "sh" in word:  # soobshenie is сообщение, rashod is расход
        yield written_with(RUSSIAN | {"sh": "щ"}, word)
        yield written_with(RUSSIAN | {"sh": "сх"}, word)
    if "ia" in word:  # variant is вариант
        yield written_with(RUSSIAN | {"ia": "иа"}, word)
    if "ayo" in word:  # rayon is район
        yield written_with(RUSSIAN | {"ayo": "айо"}, word)
    if HARD.search(plain):  # obem is объем
        yield HARD.sub(r"\1ъ", plain)
    if plain.startswith("е"):
        yield "э" + plain[1:]
    if "j" in word:
        yield written_with(RUSSIAN | {"j": "й"}, word)
    if "c" in word:
        yield written_with(RUSSIAN | {"c": "к"}, word)
    for softened in (plain + "ь", SOFTENED.sub("ль", plain)):
        if softened != plain and russian.is_known(softened):
            yield softened


def in_kyrgyz(word: str) -> Iterator[str]:
    """How a word in Latin letters may be written in Kyrgyz, with its vowels in harmony."""
    word = unicodedata.normalize("NFC", word)
    apart = letters(
        "ng нг ts тс ia иа ayo айо"
    )  # two letters that only seem to be one: варианттар, уруксатсыз
    tables = [KYRGYZ] + [KYRGYZ | {two: apart[two]} for two in apart if two in word]
    for table in tables:
        plain = written_with(table, word)
        yield with_back_vowels(plain)
        yield with_front_vowels(plain)
        if plain.startswith("е"):  # el is эл
            yield "э" + plain[1:]
