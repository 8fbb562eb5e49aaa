"""Sweeps: what time has ended is finished. Safe to run twice at once; `lms/sweeps.py` says how often."""

from celery import shared_task

from courses.assessment import attempts


@shared_task
def finish_overdue_attempts() -> None:
    """Finish attempts whose time is over from their saved answers."""
    attempts.finish_overdue()
