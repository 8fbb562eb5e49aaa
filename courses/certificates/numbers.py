"""Numbers of certificates: 2026-000412, without gaps, counted anew each year."""

from courses.certificates.models import NumberCounter


def next_number(year: int) -> str:
    """Take the year's next number; to be called in the transaction that issues the certificate.

    The counter's row stays locked until that transaction ends, so that no number is given twice or lost.
    """
    NumberCounter.objects.get_or_create(year=year)
    counter = NumberCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{year}-{counter.last:06}"
