"""English words by their stem: Snowball's."""

from threading import local
from typing import Any

from snowballstemmer import stemmer


class Stemmers(local):
    """A stemmer for each thread: it works on a word in itself, and two words at once were an error, or mixed up.

    It is kept, since reading its rules costs more than a page.
    """

    def __init__(self) -> None:
        self.of_this_thread: Any = stemmer("english")


STEMMERS = Stemmers()


def stem(word: str) -> str:
    """What the forms of an English word have in common."""
    return str(STEMMERS.of_this_thread.stemWord(word))
