"""What reports leave to the workers."""

from celery import shared_task

from courses.reports.explorer.outbox import is_kept, send_pending


@shared_task
def send_records() -> int:
    """Bring the index of learning records up to date, if there is one. Returns how many rounds were sent."""
    return send_pending() if is_kept() else 0
