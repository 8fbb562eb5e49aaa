"""A message is written with the act that causes it, in the same transaction; a task sends it."""

from collections.abc import Mapping
from typing import Protocol

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import override

from lms.after_commit import after_commit
from lms.notifications.models import Channel, OutgoingMessage
from lms.notifications.senders import sms_is_sent
from lms.notifications.tasks import send_messages

Words = str | Promise


class Addressee(Protocol):
    """What this room knows of a person: where, and in which language, to reach them."""

    @property
    def pk(self) -> int: ...
    @property
    def language(self) -> str: ...
    @property
    def verified_email(self) -> str | None: ...
    @property
    def verified_phone(self) -> str | None: ...


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


def tell(
    *,
    person: Addressee,
    event: str,
    subject: Words,
    text: Words,
    facts: Mapping[str, object] | None = None,
) -> OutgoingMessage | None:
    """Mail what happened to a verified address, else send it by SMS to a verified number, in the person's language.

    `subject` and `text` are lazily translated, with `%(name)s` places that the facts fill. Who has neither, or no
    SMS is sent here, reads it on the site; then nothing is written.
    """
    with override(person.language):
        words = str(subject) % (facts or {}), str(text) % (facts or {})
    if person.verified_email:
        channel, recipient = Channel.MAIL, person.verified_email
    elif person.verified_phone and sms_is_sent():
        channel, recipient = Channel.SMS, person.verified_phone
    else:
        return None
    return send_later(
        event=event,
        channel=channel,
        recipient=recipient,
        language=person.language,
        subject=words[0],
        text=words[1],
        person=person,
    )
