"""Letters that hide, turn or pile up: text from elsewhere is shown without them."""

import unicodedata

# Embeddings, overrides and isolates turn the rest of a paragraph round: in the PDF, on the page, in a sheet.
TURNING = frozenset(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
# Letters that are drawn as nothing, though Unicode calls them letters, marks or symbols: fillers of Hangul and
# Mongolian, Khmer's inherent vowels, a joiner of marks, and an empty cell of Braille.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
MARKS = 8  # on one letter; no script has so many


def visible(text: str) -> str:
    """The text in one form, without controls and without what turns or hides letters."""
    kept, marks = [], 0
    for letter in filter(_is_seen, text):
        # More are drawn over the lines around; and to put thousands in order, Unicode takes hours.
        marks = marks + 1 if unicodedata.category(letter)[0] == "M" else 0
        if marks <= MARKS:
            kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_seen(letter: str) -> bool:
    if letter in "\n\t\u200d":  # the last joins emoji
        return True
    if letter in TURNING or letter in BLANK:
        return False
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co"}
