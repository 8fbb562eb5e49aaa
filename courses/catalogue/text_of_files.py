"""The words of a file: PDF and DOCX are taken apart in a process of their own, which may take only so much.

A file that cannot be read has a failure instead, and is still found by its title.
"""

import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.settings.environment import BASE_DIR
from lms.uploads.kinds import extension_of

LONGEST = 200_000  # characters that are kept: a book of 100 pages
BIGGEST = 20 * 1024 * 1024  # bytes, as of an upload
PATIENCE = 15  # seconds, in which the process has 10 of work
PLAIN = {"txt", "csv", "vtt"}
TAKEN_APART = {"pdf", "docx"}


class Failure(models.TextChoices):
    """Why a document is found by its title only."""

    KIND = "kind", _("Files of this kind are found by their title only.")
    ENCRYPTED = "encrypted", _("The file is locked by a password.")
    DAMAGED = "damaged", _("The file is damaged.")
    TOO_LARGE = "too large", _("The file takes too much time or memory to read.")
    EMPTY = "empty", _("There are no words in the file: its pages may be pictures.")


@dataclass(frozen=True)
class Read:
    text: str
    failure: str = ""


def read_text(file: Any) -> Read:
    """The words of a stored file, or why there are none."""
    extension = extension_of(file.name)
    if extension not in PLAIN | TAKEN_APART:
        return Read("", Failure.KIND)
    try:
        with file.storage.open(file.name) as opened:
            content = opened.read(BIGGEST + 1)
    except OSError:
        return Read("", Failure.DAMAGED)
    if len(content) > BIGGEST:
        return Read("", Failure.TOO_LARGE)
    if extension in PLAIN:
        return _told(content.decode("utf-8-sig", errors="replace"))
    return _taken_apart(content, extension)


def _taken_apart(content: bytes, extension: str) -> Read:
    try:
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-m", "courses.catalogue.taking_apart", extension],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            cwd=BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Read("", Failure.TOO_LARGE)
    if done.returncode == 0:
        return _told(done.stdout.decode("utf-8", errors="replace"))
    failures = {3: Failure.ENCRYPTED, 4: Failure.DAMAGED}
    return Read("", failures.get(done.returncode, Failure.TOO_LARGE))  # killed, or out of memory


def _told(text: str) -> Read:
    text = text.replace("\x00", " ").strip()[:LONGEST]
    return Read(text, "" if text else Failure.EMPTY)
