"""Kyrgyz words by their stem: endings taken off in the order in which they are put on."""

import re

ENDINGS = re.compile(
    r"(?<=...)(?:[лдт][аеоө]р)?(?:[ыиуү]?м|[ыиуү]?ң|[сш]?[ыиуү]|[ыиуү]?[нб][ыиуү][зн])?"
    r"(?:[нд]?[ыиуү]н|[дтн][ыиуү]|[гк][аеоө]|[дт][аеоө]н?|н[аеоө]н?)?(?:[гк][ыиуү])?$"
)


def stem(word: str) -> str:
    """What the forms of a Kyrgyz word have in common."""
    ending = ENDINGS.search(word)
    return word[: ending.start()] if ending else word
