"""Sizes of files in words: a reader on a slow link knows them before following it."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

KILOBYTE = 1024  # bytes
MEGABYTE = 1024 * KILOBYTE


def size_words(size: int) -> str:
    """A file's size, rounded up to whole kilobytes; from one megabyte on with one decimal place."""
    if size < MEGABYTE:
        return _("%(n)s KB") % {"n": max(1, -(-size // KILOBYTE))}
    megabytes = round(size / MEGABYTE, 1)
    return _("%(n)s MB") % {"n": number_format(megabytes, 0 if megabytes >= 10 else 1)}
