"""Lengths of time in words."""

from django.utils.translation import ngettext


def minutes_words(minutes: int) -> str:
    """“8 minutes”, “1 hour 20 minutes”."""
    hours, rest = divmod(minutes, 60)
    words = []
    if hours:
        words.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if rest or not hours:
        words.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return " ".join(words)
