"""How messages leave: `outbox` keeps them here, for development; mail by Django's backend, SMS by a gateway."""

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from types import TracebackType
from typing import Any, Protocol, Self

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from urllib3.exceptions import ConnectTimeoutError

from lms.notifications.envelopes import sealed
from lms.notifications.models import Channel, OutgoingMessage

GATEWAY_ANSWERS_WITHIN = 20  # seconds
# Demonstration accounts have addresses that belong to nobody we know.
NEVER_SENT_TO = "@demo.kg"
SMTP_IS_ALIVE = 250


def sms_is_sent() -> bool:
    """Whether this installation has a way to send SMS."""
    return bool(settings.SMS_SENDER != "none")


class NotTaken(Exception):
    """The other side said that it does not have the message, or was never reached: trying again sends nothing twice."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(type(cause).__name__)


class Sender(Protocol):
    def send(self, message: OutgoingMessage) -> None:
        """Hand the message over.

        Raises `NotTaken` when it surely has not left; whatever else it raises leaves open whether it has.
        """


class Outbox:
    """Sends nothing: the row is what /dev/outbox shows."""

    def send(self, message: OutgoingMessage) -> None:
        """The row is there already."""


class DjangoMail:
    """Whatever mail backend the settings name: SMTP, or a provider by django-anymail. Keeps its connection."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend | None = None

    def send(self, message: OutgoingMessage) -> None:
        connection = self._connected()
        try:
            connection.send_messages([sealed(message)])
        except Exception as error:
            self.close()
            if was_refused(error) or was_never_reached(error):
                raise NotTaken(error) from error
            raise

    def close(self) -> None:
        """Let the connection go; it may be broken."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()

    def _connected(self) -> Any:
        """A connection that works at this moment: servers end those that stay long."""
        try:
            if self.connection is not None and not is_alive(self.connection):
                self.close()
            if self.connection is None:
                connection = get_connection()
                connection.open()
                self.connection = connection
        except Exception as error:
            self.connection = None
            raise NotTaken(error) from error
        return self.connection


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
        try:
            with urllib.request.urlopen(request, timeout=GATEWAY_ANSWERS_WITHIN):  # noqa: S310  as above
                pass  # an answer that is not 2xx raises
        except urllib.error.URLError as error:
            # An answer that is none of 2xx, or the request did not go through; silence afterwards is another error.
            raise NotTaken(error) from error


class Senders:
    """Those of this installation, for a run: connections live as long as the `with`."""

    def __init__(self) -> None:
        self.mail = DjangoMail()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.mail.close()

    def for_message(self, message: OutgoingMessage) -> Sender | None:
        """Who takes this message; None if this installation has nobody for its channel."""
        if message.recipient.endswith(NEVER_SENT_TO):
            return Outbox()
        senders: dict[str, Sender]
        if message.channel == Channel.MAIL:
            senders = {"outbox": Outbox(), "django": self.mail}
            return senders[settings.MAIL_SENDER]
        senders = {"outbox": Outbox(), "http": HttpGateway()}
        return senders.get(settings.SMS_SENDER)


def is_alive(connection: BaseEmailBackend) -> bool:
    """Whether the server at the other end still listens; a backend that keeps no connection always does."""
    smtp = getattr(connection, "connection", None)
    if smtp is None or not hasattr(smtp, "noop"):
        return True
    try:
        return bool(smtp.noop()[0] == SMTP_IS_ALIVE)
    except OSError:  # smtplib's own are among them
        return False


def was_refused(error: Exception) -> bool:
    """Whether the other side answered, and said no: by SMTP, or a provider by an HTTP status."""
    return isinstance(error, SMTPResponseException | SMTPRecipientsRefused) or bool(
        getattr(error, "status_code", None)
    )


def was_never_reached(error: Exception) -> bool:
    """Whether nobody was there to take anything: no such host, nobody listens, no connection in time."""
    unreachable = (socket.gaierror, ConnectionRefusedError, ConnectTimeoutError)
    return any(isinstance(cause, unreachable) for cause in causes(error))


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and what it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
