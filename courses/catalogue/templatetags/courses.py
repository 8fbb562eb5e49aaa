"""How courses' facts are said in templates."""

from django import template
from django.conf import settings

from courses.catalogue import words

register = template.Library()
LANGUAGE_NAMES = dict(settings.LANGUAGES)


@register.filter
def minutes_words(minutes: int) -> str:
    """“1 hour 20 minutes”."""
    return words.minutes_words(minutes)


@register.filter
def language_words(codes: list[str]) -> str:
    """Names of languages, each in its own: “русский, кыргызча”."""
    return ", ".join(LANGUAGE_NAMES[code].lower() for code in codes)


@register.filter
def language_word(code: str) -> str:
    """A language in its own name: “кыргызча”."""
    return LANGUAGE_NAMES[code].lower()
