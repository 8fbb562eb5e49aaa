"""Days and numbers in the reader's words. Tables are full of days, and the same few hundred come back on every page."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

REMEMBERED = 4096  # days and languages; ten years of both


def day_words(moment: datetime | date | None) -> str:
    """The day with its year; nothing for no day."""
    if moment is None:
        return ""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return _words(day, get_language() or "ru")


def day_writer() -> Callable[[datetime | None], str]:
    """`day_words` for a page that has hundreds of moments: language and time zone are asked for once."""
    language, zone = get_language() or "ru", timezone.get_current_timezone()

    def write(moment: datetime | None) -> str:
        return "" if moment is None else _words(moment.astimezone(zone).date(), language)

    return write


def moment_words(moment: datetime) -> str:
    """The day and the time of day."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def month_words(month: date) -> str:
    """The month with its year."""
    return _words(month, get_language() or "ru", "YEAR_MONTH_FORMAT")


def short_month_words(month: date) -> str:
    """The month alone, as it stands under a chart."""
    return _words(month, get_language() or "ru", "M")


@lru_cache(REMEMBERED)
def _words(day: date, language: str, form: str = "DATE_FORMAT") -> str:
    with override(language):
        return date_format(day, form)


def number_words(number: int) -> str:
    """The number with a no-break space between thousands."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def outside_words() -> str:
    """What the row of people without a municipality is called."""
    return _("Outside the municipalities")
