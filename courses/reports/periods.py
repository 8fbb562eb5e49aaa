"""Spans of whole days in Asia/Bishkek, as people choose them above a report."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHOICES: dict[str, str | Promise] = {
    "": _("All time"),
    "year": _("This year"),
    "quarter": _("This quarter"),
    "month": _("This month"),
    "last-quarter": _("Last quarter"),
    "last-year": _("Last year"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both inclusive; an end that is None is open."""

    first: date | None = None
    last: date | None = None

    @classmethod
    def named(cls, name: str, today: date) -> Self:
        """The span with that name as of today; an unknown name is all time."""
        quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
        match name:
            case "year":
                return cls(date(today.year, 1, 1), date(today.year, 12, 31))
            case "quarter":
                return cls(quarter, _month_after(quarter, 3) - timedelta(days=1))
            case "month":
                first = today.replace(day=1)
                return cls(first, _month_after(first, 1) - timedelta(days=1))
            case "last-quarter":
                return cls(_month_after(quarter, -3), quarter - timedelta(days=1))
            case "last-year":
                return cls(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
            case _:
                return cls()

    @property
    def start(self) -> datetime | None:
        """The moment at which it starts."""
        return None if self.first is None else _midnight(self.first)

    @property
    def end(self) -> datetime | None:
        """The first moment after it."""
        return None if self.last is None else _midnight(self.last + timedelta(days=1))

    def day(self, today: date) -> date:
        """The day on which the report looks: the last of the period, but none that is still to come."""
        return today if self.last is None else min(self.last, today)

    def within(self, field: str) -> Q:
        """Rows whose moment is inside."""
        inside = self.before_end(field)
        return inside if self.start is None else inside & Q(**{f"{field}__gte": self.start})

    def before_end(self, field: str) -> Q:
        """Rows whose moment is inside or earlier."""
        return Q() if self.end is None else Q(**{f"{field}__lt": self.end})

    def months(self, today: date, most: int) -> list[date]:
        """The first days of its last months, at most so many, the current one last."""
        last = self.day(today).replace(day=1)
        months = [_month_after(last, -back) for back in range(most - 1, -1, -1)]
        return [each for each in months if self.first is None or _month_after(each, 1) > self.first]

    def cuts(self, month: date) -> bool:
        """Whether only a part of the month is inside."""
        part, whole = self.part_in(month), _whole(month)
        return part != whole

    def part_in(self, month: date) -> "Period":
        """What of the month is inside."""
        whole = _whole(month)
        assert whole.first
        assert whole.last
        return Period(
            max(whole.first, self.first) if self.first else whole.first,
            min(whole.last, self.last) if self.last else whole.last,
        )


def _whole(month: date) -> Period:
    return Period(month, _month_after(month, 1) - timedelta(days=1))


def _month_after(first: date, count: int) -> date:
    """The first day of the month that comes so many months later, or earlier."""
    months = first.year * 12 + first.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
