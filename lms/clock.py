"""What time it is: the real one, unless a seeder or a test says otherwise.

Use cases and defaults of models ask here, so that demonstration data can be made through the use cases on the days
when it happened, and tests do not hang on the wall clock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """This moment, with its time zone."""
    return _moment.get() or timezone.now()


def today() -> date:
    """This day in Asia/Bishkek."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within it, now is that moment."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
