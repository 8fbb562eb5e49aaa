"""How people type: on the keyboard of the other script, and in Latin letters. Independent of what repairs it."""

KEYS = dict(
    zip(
        "ёйцукенгшщзхъфывапролджэячсмитьбю.",
        "`qwertyuiop[]asdfghjkl;'zxcvbnm,./",
        strict=True,
    )
)
UPPER = {"б": "<", "ю": ">", "х": "{", "ъ": "}", "ж": ":", "э": '"', "ё": "~", ".": "?"}
# On the Kyrgyz keyboard these are the same keys with AltGr, which does nothing on the Latin one.
PLAIN = str.maketrans("ңөүҢӨҮ", "ноуНОУ")

LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "ң": "ng", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ү": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
# As in a chat on a phone rather than in a passport.
CHAT = LATIN | {"ж": "j", "й": "i", "ң": "n", "х": "h", "ц": "c", "щ": "sh", "ь": "'"}


def in_wrong_layout(text: str) -> str:
    """The text as it comes out when the keyboard is still switched to Latin."""
    return "".join(_key(letter) for letter in text.translate(PLAIN))


def _key(letter: str) -> str:
    key = KEYS.get(letter.lower(), letter)
    if not letter.isupper():
        return key
    return UPPER.get(letter.lower(), key.upper())


def in_latin(text: str, *, is_chat: bool) -> str:
    """The text in Latin letters: as in a passport, or as in a chat."""
    table = CHAT if is_chat else LATIN
    return "".join(table.get(letter, letter) for letter in text.lower())
