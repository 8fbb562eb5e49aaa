"""The order of the Kyrgyz alphabet, the same on both databases: ң after н, ө after о, ү after у.

A column says `db_collation=KYRGYZ`. PostgreSQL has ICU's collation under that name (people's first migration makes
it), SQLite gets ours on every connection.
"""

from typing import Any

KYRGYZ = "kyrgyz"
ALPHABET = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
_PLACE = {letter: chr(0x10000 + place) for place, letter in enumerate(ALPHABET)}


def kyrgyz_key(text: str) -> tuple[str, str]:
    """A key by which Python sorts as the databases do: letters first, then the text itself, so that order is total."""
    folded = text.casefold()
    return "".join(_PLACE.get(letter, letter) for letter in folded), text


def compare(one: str, other: str) -> int:
    """-1, 0 or 1, as SQLite asks of a collation."""
    a, b = kyrgyz_key(one), kyrgyz_key(other)
    return (a > b) - (a < b)


def register(connection: Any, **kwargs: Any) -> None:
    """Give a fresh SQLite connection the collation; other databases have their own."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(KYRGYZ, compare)
