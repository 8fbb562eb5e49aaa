"""How messages leave: `outbox` keeps them here, for development; mail by Django's backend, SMS by a gateway."""

import json
import urllib.request
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage

from lms.notifications.models import Channel, OutgoingMessage

GATEWAY_ANSWERS_WITHIN = 20  # seconds
# Demonstration accounts have addresses that belong to nobody we know.
NEVER_SENT_TO = "@demo.kg"


class Sender(Protocol):
    def send(self, message: OutgoingMessage) -> None:
        """Hand the message over. Whatever it raises is written down, and tried again later."""


class Outbox:
    """Sends nothing: the row is what /dev/outbox shows."""

    def send(self, message: OutgoingMessage) -> None:
        """The row is there already."""


class DjangoMail:
    """Whatever mail backend the settings name: SMTP, or a provider by django-anymail."""

    def send(self, message: OutgoingMessage) -> None:
        EmailMessage(
            subject=message.subject,
            body=message.text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[message.recipient],
            headers={"Auto-Submitted": "auto-generated", "Content-Language": message.language},
        ).send()


class HttpGateway:
    """A gateway that takes `{"to", "text", "id"}` as JSON by POST, and answers 2xx when it has the message.

    Most providers are reached so through a small adapter of the operator; `id` lets it drop a repetition.
    """

    def send(self, message: OutgoingMessage) -> None:
        body = {"to": message.recipient, "text": message.text, "id": str(message.pk)}
        headers = {"Content-Type": "application/json"}
        if settings.SMS_GATEWAY_TOKEN:
            headers["Authorization"] = f"Bearer {settings.SMS_GATEWAY_TOKEN}"
        request = urllib.request.Request(  # noqa: S310  the address is the operator's own setting, http(s) by check
            settings.SMS_GATEWAY_URL, json.dumps(body).encode(), headers, method="POST"
        )
        with urllib.request.urlopen(request, timeout=GATEWAY_ANSWERS_WITHIN):  # noqa: S310  as above
            pass  # an answer that is not 2xx raises


def sender_for(message: OutgoingMessage) -> Sender | None:
    """Who takes this message; None if this installation has nobody for its channel."""
    if message.recipient.endswith(NEVER_SENT_TO):
        return Outbox()
    senders: dict[str, Sender]
    if message.channel == Channel.MAIL:
        senders = {"outbox": Outbox(), "django": DjangoMail()}
        return senders[settings.MAIL_SENDER]
    senders = {"outbox": Outbox(), "http": HttpGateway()}
    return senders.get(settings.SMS_SENDER)
