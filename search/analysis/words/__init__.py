"""Lists of words, one file each."""

from pathlib import Path

FOLDER = Path(__file__).parent


def words_of(name: str) -> frozenset[str]:
    """The words of a list; a line holds any number of them, and a comment after #."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())
