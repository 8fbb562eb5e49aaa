"""Which edition of the analysis this is: texts that another one has read must be read again."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
READ_WITH = ("pymorphy3", "pymorphy3-dicts-ru", "snowballstemmer", "anyascii")
LENGTH = 16  # hexadecimal digits


@cache
def edition() -> str:
    """A name made of all that says how words are read: our modules and lists, and the dictionaries' versions.

    A comment changes it too. To read everything once more than needed costs minutes; to forget it, and words are looked
    for that nobody has written down so.
    """
    digest = sha256()
    for file in sorted(HERE.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(file.relative_to(HERE).as_posix().encode() + b"\n" + file.read_bytes())
    for name in READ_WITH:
        digest.update(f"{name} {version(name)}\n".encode())
    return digest.hexdigest()[:LENGTH]
