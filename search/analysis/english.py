"""English words by their stem: Snowball's."""

from functools import cache
from typing import Any

from snowballstemmer import stemmer


@cache
def snowball() -> Any:
    """The stemmer; reading its rules costs more than a page."""
    return stemmer("english")


def stem(word: str) -> str:
    """What the forms of an English word have in common."""
    return str(snowball().stemWord(word))
