"""Sending what waits in rows. Safe to run twice at once."""

from celery import shared_task

from lms.notifications import digests, mailing, sending


@shared_task
def send_messages(pk: int | None = None) -> int:
    """Send the message with that key, or all that are due. Returns how many left."""
    return int(sending.send_the(pk)) if pk else sending.send_due()


@shared_task
def mail_notices() -> int:
    """Write the mails of what people want to hear at once, and send them. Returns how many were written."""
    written = mailing.mail_what_waits()
    sending.send_due()
    return written


@shared_task
def write_digests() -> int:
    """Write the digests of this day, from eight in the morning on, and send them. Returns how many were written."""
    written = digests.write_those_of_today()
    sending.send_due()
    return written


@shared_task
def forget_words() -> int:
    """Empty old messages. Returns how many."""
    return sending.forget_words()
