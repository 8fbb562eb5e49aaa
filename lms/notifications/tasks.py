"""Sending what waits in rows. Safe to run twice at once: each row is claimed by one conditional update."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import F

from lms import clock
from lms.notifications import senders
from lms.notifications.models import OutgoingMessage

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(minutes=1)  # doubled after each failure
LONGEST_WAIT = timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=2)  # a mail two days late confuses more than it helps
AT_ONCE = 200  # rows of one run; the sweep comes back for more


@shared_task
def send_messages(pk: int | None = None) -> int:
    """Send the message with that key, or all that are due. Returns how many left."""
    due = OutgoingMessage.objects.due()
    keys = [pk] if pk else list(due.order_by("created_at").values_list("pk", flat=True)[:AT_ONCE])
    sent = sum(send_one(key) for key in keys)
    if pk is None:
        give_up()
    return sent


def send_one(pk: int) -> bool:
    """Claim the row, send outside any transaction (a mail server may hang), and write down how it went."""
    now = clock.now()
    message = OutgoingMessage.objects.filter(pk=pk).first()
    if message is None:
        return False
    wait = min(FIRST_WAIT * 2 ** min(message.tries, 16), LONGEST_WAIT)
    claimed = (
        OutgoingMessage.objects.due()
        .filter(pk=pk)
        .update(tries=F("tries") + 1, tried_at=now, due_at=now + wait)
    )
    sender = senders.sender_for(message)
    if not claimed or sender is None:
        return False
    try:
        sender.send(message)
    except Exception as error:
        # Any failure of the other side is a delay; what it was stands in the row, without the recipient.
        logger.exception("a message could not be sent", extra={"message_id": pk})
        OutgoingMessage.objects.filter(pk=pk).update(failure=type(error).__name__)
        return False
    OutgoingMessage.objects.filter(pk=pk).update(sent_at=clock.now(), failure="")
    wipe_secrets(pk)
    return True


def wipe_secrets(*keys: int) -> None:
    """A code's text is not kept, but in development, where the row is the only place to read it."""
    if not settings.DEVELOPMENT:
        OutgoingMessage.objects.filter(pk__in=keys, is_secret=True).update(text="")


def give_up() -> None:
    """Stop trying what is too late to be of use; a code's text goes with it."""
    late = OutgoingMessage.objects.filter(
        sent_at=None, given_up_at=None, created_at__lte=clock.now() - GIVEN_UP_AFTER
    )
    keys = list(late.values_list("pk", flat=True)[:AT_ONCE])
    OutgoingMessage.objects.filter(pk__in=keys).update(given_up_at=clock.now())
    wipe_secrets(*keys)
