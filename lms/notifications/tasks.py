"""Sending what waits in rows. Safe to run twice at once."""

from celery import shared_task

from lms.notifications import sending


@shared_task
def send_messages(pk: int | None = None) -> int:
    """Send the message with that key, or all that are due. Returns how many left."""
    return int(sending.send_the(pk)) if pk else sending.send_due()
