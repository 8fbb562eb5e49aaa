"""The last part of a case's address, of its title: Latin letters, as they can be read out over the telephone."""

import re
from uuid import UUID

ALONE = dict(zip("абвгдеёзийклмнопрстуфхыэңөү", "abvgdeeziiklmnoprstufhyenou", strict=True))
TOGETHER = {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya"}
LATIN = ALONE | TOGETHER | {"ъ": "", "ь": ""}
LONGEST = 60  # characters


def slug_of(title: str, key: UUID) -> str:
    """Words of the title, and the beginning of the key: two cases may have the same title."""
    letters = (LATIN.get(letter, letter) for letter in title.lower())
    words = re.findall(r"[a-z0-9]+", "".join(letters))
    slug = ""
    for word in words:
        if len(slug) + len(word) > LONGEST:
            break
        slug += f"{word}-"
    return f"{slug or 'case-'}{key.hex[:6]}"
