"""Sending what waits in rows, at most once each, whatever crashes in between: docs/decisions/0060.

A try is claimed by one conditional update, which also writes down that it has begun. Only an end that is known ends it:
the message has left, or surely has not, and waits for the next try.
"""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q

from lms import clock
from lms.notifications.digests import written_anew
from lms.notifications.models import Notice, OutgoingMessage
from lms.notifications.senders import NotTaken, Senders
from lms.notifications.unsubscribing import DIGEST

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(minutes=1)  # doubled after each failure
LONGEST_WAIT = timedelta(hours=4)
GIVEN_UP_AFTER = timedelta(days=2)  # a mail two days late confuses more than it helps
A_TRY_LASTS = timedelta(hours=1)  # at most, by far
KEPT_FOR = timedelta(days=30)  # the words of what was sent; what they told of may be hidden since
WORDS_HOLD = timedelta(minutes=1)  # of a digest; one that waits longer is written anew
OF_A_NOTICE = "notice"  # how the event of its message begins
AT_ONCE = 200  # rows that are looked up together
RUN_LASTS = 45.0  # seconds; the sweep comes back each minute, and other tasks want their turn


def send_due() -> int:
    """Send what is due, codes first, until nothing is left or the time is over. Returns how many left."""
    began, sent, done = time.monotonic(), 0, False
    with Senders() as senders:
        while not done:
            due = OutgoingMessage.objects.due().order_by("-is_secret", "created_at")
            messages = list(due[:AT_ONCE])
            for message in messages:
                if done := time.monotonic() - began > RUN_LASTS:
                    break
                sent += send_one(message, senders)
            done = done or len(messages) < AT_ONCE
    give_up()
    return sent


def send_the(pk: int) -> bool:
    """Send the message with that key, if it is due. Whether it left."""
    message = OutgoingMessage.objects.filter(pk=pk).first()
    if message is None:
        return False
    with Senders() as senders:
        return send_one(message, senders)


def send_one(message: OutgoingMessage, senders: Senders) -> bool:
    """Claim the row, send outside any transaction (a mail server may hang), and write down how it went."""
    sender = senders.for_message(message)
    if sender is None:
        return False
    row = OutgoingMessage.objects.filter(pk=message.pk)
    if is_told_no_more(message) or not bring_up_to_date(message):
        row.filter(sent_at=None, began_at=None).update(given_up_at=clock.now())
        return False
    if not claim(message):
        return False
    try:
        sender.send(message)
    except NotTaken as refusal:
        # Of the other side: a delay. What it was stands in the row, without the recipient.
        logger.exception("a message was not taken", extra={"message_id": message.pk})
        row.update(began_at=None, failure=str(refusal))
        return False
    except Exception as error:
        # It may have left: it stays begun, and nobody tries it again, but a code.
        logger.exception("whether a message has left is unknown", extra={"message_id": message.pk})
        row.update(failure=type(error).__name__)
        return False
    row.update(sent_at=clock.now(), began_at=None, failure="")
    if message.is_secret:
        wipe_secrets(message.pk)
    return True


def is_told_no_more(message: OutgoingMessage) -> bool:
    """Whether what it tells of was withdrawn while the mail waited, or may not be seen by its person any more."""
    sort, _sep, key = message.event.partition(":")
    return sort == OF_A_NOTICE and not Notice.objects.shown().filter(pk=int(key)).exists()


def bring_up_to_date(message: OutgoingMessage) -> bool:
    """Let a digest that has waited say what holds now; whether anything is left of it. Other mails stay."""
    is_digest = message.event.startswith(f"{DIGEST}:")
    if not is_digest or message.created_at > clock.now() - WORDS_HOLD:
        return True
    now = written_anew(message)
    if now is None:
        return False
    words = {name: getattr(now, name) for name in ("language", "subject", "text", "html")}
    for name, value in words.items():
        setattr(message, name, value)
    OutgoingMessage.objects.filter(pk=message.pk).update(**words)
    return True


def claim(message: OutgoingMessage) -> bool:
    """Begin a try, unless somebody else has: of two at once, one is told yes."""
    now = clock.now()
    wait = min(FIRST_WAIT * 2 ** min(message.tries, 16), LONGEST_WAIT)
    due = OutgoingMessage.objects.due().filter(pk=message.pk)
    return bool(due.update(tries=F("tries") + 1, tried_at=now, began_at=now, due_at=now + wait))


def wipe_secrets(*keys: int) -> None:
    """A code's text is not kept, but in development, where the row is the only place to read it."""
    if not settings.DEVELOPMENT:
        OutgoingMessage.objects.filter(pk__in=keys, is_secret=True).update(text="")


def forget_words() -> int:
    """Keep of old messages that they were sent, not what they said. Returns how many were emptied."""
    old = clock.now() - KEPT_FOR
    done = OutgoingMessage.objects.filter(Q(sent_at__lte=old) | Q(given_up_at__lte=old))
    return done.exclude(text="", html="").update(text="", html="")


def give_up() -> None:
    """Stop trying what is too late to be of use, and waiting for what never ended; a code's text goes with it."""
    now = clock.now()
    late = OutgoingMessage.objects.filter(
        Q(began_at=None) | Q(began_at__lte=now - A_TRY_LASTS),
        sent_at=None,
        given_up_at=None,
        created_at__lte=now - GIVEN_UP_AFTER,
    )
    keys = list(late.values_list("pk", flat=True)[:AT_ONCE])
    OutgoingMessage.objects.filter(pk__in=keys).update(given_up_at=now)
    wipe_secrets(*keys)
