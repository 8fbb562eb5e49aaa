"""What each way out says of a message: taken, surely not taken, or nothing that can be relied on."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from lms.notifications.models import Channel, OutgoingMessage
from lms.notifications.outgoing import send_later
from lms.notifications.senders import NotTaken, Senders
from tests.services import processes

pytestmark = pytest.mark.django_db
SILENT = 0  # an answer that never comes: the connection ends instead


class Provider(BaseHTTPRequestHandler):
    """A mail provider's or an SMS gateway's address, which answers as a test wants it to."""

    server: "Server"

    def do_POST(self) -> None:
        self.server.got.append(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.answer == SILENT:
            return
        body = json.dumps({"messageId": "<1@provider.example>"}).encode()
        self.send_response(self.server.answer)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Tests are quiet."""


class Server(HTTPServer):
    def __init__(self) -> None:
        super().__init__((processes.LOOPBACK, 0), Provider)
        self.got: list[bytes] = []
        self.answer = 201


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(params=[Channel.MAIL, Channel.SMS])
def message(request: pytest.FixtureRequest, server: Server, settings: Any) -> OutgoingMessage:
    """A mail by a provider, and an SMS by a gateway."""
    use(settings, server.server_port)
    recipient = {Channel.MAIL: "a@aiyl.example", Channel.SMS: "+996700000001"}[request.param]
    return send_later(
        event="e:1", channel=request.param, recipient=recipient, language="ky", text="Салам"
    )


def use(settings: Any, port: int) -> None:
    address = f"http://{processes.LOOPBACK}:{port}/"
    settings.MAIL_SENDER, settings.EMAIL_BACKEND = "django", "anymail.backends.brevo.EmailBackend"
    settings.ANYMAIL = {"BREVO_API_KEY": "key", "BREVO_API_URL": address}
    settings.SMS_SENDER, settings.SMS_GATEWAY_URL = "http", address


def send(message: OutgoingMessage) -> None:
    with Senders() as senders:
        sender = senders.for_message(message)
        assert sender
        sender.send(message)


def test_an_answer_means_that_it_has_left(message: OutgoingMessage, server: Server):
    send(message)
    assert len(server.got) == 1


@pytest.mark.parametrize("answer", [400, 429, 503])
def test_a_refusal_means_that_it_has_not(message: OutgoingMessage, server: Server, answer: int):
    server.answer = answer
    with pytest.raises(NotTaken):
        send(message)


def test_nor_has_it_if_nobody_listens(message: OutgoingMessage, settings: Any):
    use(settings, processes.free_port())
    with pytest.raises(NotTaken):
        send(message)


def test_silence_means_nothing(message: OutgoingMessage, server: Server):
    server.answer = SILENT
    with pytest.raises(Exception) as failure:  # noqa: PT011  whatever it is
        send(message)
    assert not isinstance(failure.value, NotTaken)
    assert len(server.got) == 1
