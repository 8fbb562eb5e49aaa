"""The same keys in two layouts: Latin (QWERTY) and Cyrillic (ЙЦУКЕН, as used for Russian and Kyrgyz)."""

LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
CYRILLIC_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"

TO_CYRILLIC = str.maketrans(LATIN_KEYS, CYRILLIC_KEYS)
# The Kyrgyz layout has its own letters on the keys of the nearest Russian ones: ң on н, ө on о, ү on у.
TO_LATIN = str.maketrans(CYRILLIC_KEYS + "ңөүҢӨҮ", LATIN_KEYS + "yjeYJE")


def typed_in_cyrillic(text: str) -> str:
    """What the keys that gave this would have given in the Cyrillic layout."""
    return text.translate(TO_CYRILLIC)


def typed_in_latin(text: str) -> str:
    """What the keys that gave this would have given in the Latin layout."""
    return text.translate(TO_LATIN)
