"""Codes of certificates: random, printed in groups of four, typed from paper by anybody on any keyboard."""

import secrets

# Without I, L, O, 0 and 1, which paper confuses. 26 of 31 characters: 128.8 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 26
GROUP = 4

# What a reader may type instead: Cyrillic letters (Kyrgyz ones too) that look like ours, and the characters
# that are never used, for the ones they are mistaken for.
LOOK_ALIKES = str.maketrans(
    {
        "А": "A",
        "В": "B",
        "С": "C",
        "Ԁ": "D",
        "Е": "E",
        "Ё": "E",
        "Ғ": "F",
        "Н": "H",
        "Ң": "H",
        "Ј": "J",
        "К": "K",
        "Қ": "K",
        "М": "M",
        "Р": "P",
        "Ѕ": "S",
        "Т": "T",
        "Ц": "U",
        "Ѵ": "V",
        "Х": "X",
        "У": "Y",
        "Ү": "Y",
        "З": "3",
        "Б": "6",
        "Ч": "4",
        "О": "Q",
        "Ө": "Q",
        "O": "Q",
        "0": "Q",
        "І": "J",
        "I": "J",
        "L": "J",
        "1": "J",
    }
)


def new_code() -> str:
    """A fresh code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def in_groups(code: str) -> str:
    """The code as it is printed: “7KQ4 M2XD …”."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def as_meant(typed: str) -> str:
    """The code that somebody meant by what they typed; case, spaces, dashes and look-alikes forgiven.

    What cannot be a code comes back as an empty string.
    """
    letters = "".join(character for character in typed[:200].upper() if character.isalnum())
    code = letters.translate(LOOK_ALIKES)
    if len(code) == LENGTH and set(code) <= set(ALPHABET):
        return code
    return ""
