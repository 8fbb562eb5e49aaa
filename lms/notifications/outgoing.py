"""A message is written with the act that causes it, in the same transaction; a task sends it."""

from typing import Protocol

from django.db import transaction

from lms.after_commit import after_commit
from lms.notifications.models import OutgoingMessage
from lms.notifications.tasks import send_messages


class Addressee(Protocol):
    """What this room knows of a person."""

    @property
    def pk(self) -> int: ...


@transaction.atomic
def send_later(
    *,
    event: str,
    channel: str,
    recipient: str,
    language: str,
    subject: str = "",
    text: str,
    person: Addressee | None = None,
    is_secret: bool = False,
) -> OutgoingMessage:
    """Write a message that a task sends after the commit; twice is once, by event, recipient and channel."""
    message, is_new = OutgoingMessage.objects.get_or_create(
        event=event,
        recipient=recipient,
        channel=channel,
        defaults={
            "person_id": person.pk if person else None,
            "language": language,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "is_secret": is_secret,
        },
    )
    if is_new:
        # A broker that is down costs a delay, not the act; the sweep picks the row up.
        after_commit(send_messages.delay, message.pk)
    return message
