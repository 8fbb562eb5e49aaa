"""Lengths of recordings and lessons in words: a reader on a slow link knows them before following it."""

from django.utils.translation import ngettext


def length_words(seconds: float) -> str:
    """How long a recording lasts: whole minutes, or seconds when it is shorter than one."""
    whole = round(seconds)
    if whole < 60:
        return ngettext("%(n)s second", "%(n)s seconds", whole) % {"n": whole}
    minutes = round(seconds / 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def minutes_words(minutes: int) -> str:
    """How long something takes: “8 minutes”, “1 hour 20 minutes”."""
    hours, rest = divmod(minutes, 60)
    words = []
    if hours:
        words.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours})
    if rest or not hours:
        words.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return " ".join(words)
