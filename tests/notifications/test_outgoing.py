"""Messages are written with the act, sent once, tried again, and given up."""

import importlib
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client, override_settings
from django.urls import NoReverseMatch, clear_url_caches, reverse
from django.utils import timezone

import lms.urls
from lms.notifications.models import Channel, OutgoingMessage
from lms.notifications.outgoing import send_later
from lms.notifications.sending import GIVEN_UP_AFTER
from lms.notifications.tasks import send_messages

pytestmark = pytest.mark.django_db


def write(**facts):
    return send_later(
        **(
            {
                "event": "something:1",
                "channel": Channel.MAIL,
                "recipient": "a@example.kg",
                "language": "ky",
                "subject": "Кат",
                "text": "Салам",
            }
            | facts
        )
    )


@pytest.fixture
def production(settings):
    """Mail leaves by Django's backend (in tests: `mail.outbox`), and no text is kept for developers."""
    settings.MAIL_SENDER, settings.DEVELOPMENT = "django", False
    return settings


def test_twice_is_once():
    assert write() == write()
    assert write(channel=Channel.SMS, recipient="+996700123456") != write()


def test_a_rolled_back_act_has_sent_nothing():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not OutgoingMessage.objects.exists()


def test_it_leaves_after_the_commit(production, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write()
        assert mail.outbox == []
    assert [sent.to for sent in mail.outbox] == [["a@example.kg"]]
    assert mail.outbox[0].subject == "Кат"
    assert OutgoingMessage.objects.get().sent_at


def test_a_sent_message_is_not_sent_again(production):
    write()
    assert [send_messages(), send_messages()] == [1, 0]
    assert len(mail.outbox) == 1


def test_a_secret_is_wiped_once_sent(production):
    write(is_secret=True)
    send_messages()
    assert OutgoingMessage.objects.get().text == ""
    assert mail.outbox[0].body == "Салам"


def test_in_development_a_secret_stays_where_it_is_read():
    write(is_secret=True)
    send_messages()
    assert OutgoingMessage.objects.get().text == "Салам"


def test_nothing_is_ever_sent_to_demo_kg(production):
    write(recipient="learner@demo.kg")
    send_messages()
    assert mail.outbox == []
    assert OutgoingMessage.objects.get().sent_at


def test_a_failure_is_written_down_and_tried_later(production, settings):
    settings.EMAIL_BACKEND = "nowhere.Backend"
    write(is_secret=True)
    assert send_messages() == 0
    message = OutgoingMessage.objects.get()
    assert (message.tries, message.failure) == (1, "ModuleNotFoundError")
    assert message.due_at > timezone.now()
    assert message.text  # still to be sent
    assert send_messages() == 0  # not due
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutgoingMessage.objects.update(due_at=timezone.now())
    assert send_messages() == 1
    assert OutgoingMessage.objects.get().failure == ""


def test_after_two_days_it_is_given_up_and_a_secret_wiped(production, settings):
    settings.EMAIL_BACKEND = "nowhere.Backend"
    write(is_secret=True)
    OutgoingMessage.objects.update(created_at=timezone.now() - GIVEN_UP_AFTER)
    send_messages()
    message = OutgoingMessage.objects.get()
    assert message.given_up_at
    assert message.text == ""
    OutgoingMessage.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert send_messages() == 0
    assert OutgoingMessage.objects.get().tries == 1


def test_a_message_that_is_lost_by_the_queue_is_picked_up_by_the_sweep(production):
    write()  # the nudge after the commit never ran in this test
    assert send_messages() == 1


class Gateway(BaseHTTPRequestHandler):
    """A gateway outside, as the settings' address reaches it."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((json.loads(body), self.headers["Authorization"]))  # type: ignore[attr-defined]  # ours
        self.send_response(self.server.answer)  # type: ignore[attr-defined]  # ours
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def gateway(settings):
    server = HTTPServer(("localhost", 0), Gateway)
    server.got, server.answer = [], 200  # type: ignore[attr-defined]  # ours
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SMS_SENDER, settings.SMS_GATEWAY_TOKEN = "http", "token"
    settings.SMS_GATEWAY_URL = f"http://localhost:{server.server_port}/send"
    yield server
    server.shutdown()
    server.server_close()


def test_an_sms_goes_to_the_gateway_and_comes_back_when_it_is_refused(gateway):
    message = write(channel=Channel.SMS, recipient="+996700123456")
    gateway.answer = 503
    assert send_messages() == 0
    gateway.answer = 200
    OutgoingMessage.objects.update(due_at=timezone.now())
    assert send_messages() == 1
    body, authorization = gateway.got[-1]
    assert body == {"to": "+996700123456", "text": "Салам", "id": str(message.pk)}
    assert authorization == "Bearer token"


def test_the_outbox_shows_what_was_written_as_text_with_links(client: Client):
    write(text="<script>alert(1)</script> http://localhost:8000/ky/x/?a=1&b=2 end")
    page = client.get("/dev/outbox").content.decode()
    assert "<script>alert" not in page
    assert 'href="http://localhost:8000/ky/x/?a=1&amp;b=2"' in page
    assert "Nothing" not in client.get("/dev/outbox?to=A@example.kg").content.decode()


def test_outside_development_there_is_no_outbox():
    with override_settings(DEVELOPMENT=False):
        importlib.reload(lms.urls)
        clear_url_caches()
        try:
            with pytest.raises(NoReverseMatch):
                reverse("dev_outbox")
            assert Client().get("/dev/outbox").status_code == 404
        finally:
            with override_settings(DEVELOPMENT=True):
                importlib.reload(lms.urls)
                clear_url_caches()
