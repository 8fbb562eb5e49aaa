"""What templates of the forum say."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchange.forum import markdown
from exchange.forum.models import Attachment
from lms import clock
from lms.uploads.sizes import size_words

register = template.Library()


@register.filter
def file_facts(file: Attachment) -> str:
    """What kind of file it is, and how large: said before anything is loaded."""
    return f"{file.extension.upper()}, {size_words(file.size)}"


@register.filter
def own_words(text: str) -> str:
    """What a post says itself, as words: to recognise it by, where it is not shown in its form."""
    return markdown.own_words(text)


@register.filter
def day(moment: datetime) -> str:
    """The day in Asia/Bishkek, as one says it: today, yesterday, or its date."""
    return said_on(localtime(moment).date(), clock.today(), get_language())


@lru_cache(maxsize=1_000)
def said_on(on: date, today: date, language: str | None) -> str:
    """A day as one says it today, in the language that is active."""
    if on == today:
        return _("today")
    if on == today - timedelta(days=1):
        return _("yesterday")
    return day_words(on, language)


@lru_cache(maxsize=1_000)
def day_words(day: date, language: str | None) -> str:
    """A day as the language that is active has it."""
    return date_format(day, "DATE_FORMAT")
