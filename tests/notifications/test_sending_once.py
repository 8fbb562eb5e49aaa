"""A mail leaves at most once; a try that surely failed is made again. The mail server here is a real one."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms import clock
from lms.notifications import sending
from lms.notifications.models import Channel, OutgoingMessage
from lms.notifications.outgoing import send_later
from lms.notifications.senders import Senders
from lms.notifications.tasks import send_messages
from tests.services import processes
from tests.services.smtp import Smtp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def smtp(settings: Any) -> Iterator[Smtp]:
    """A mail server, and settings that send there, as in production."""
    with Smtp() as server:
        settings.MAIL_SENDER, settings.DEVELOPMENT = "django", False
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = processes.LOOPBACK, server.port
        settings.EMAIL_TIMEOUT = 30  # seconds; a busy machine is no failure
        yield server


def a_mail(number: int = 1, **facts: Any) -> OutgoingMessage:
    return send_later(
        event=f"something:{number}",
        channel=Channel.MAIL,
        recipient=f"reader-{number}@aiyl.example",
        language="ky",
        subject="Кат",
        text="Салам\n\nДагы бир сап: http://localhost:8000/ky/?a=1&b=2",
        **facts,
    )


def later() -> None:
    """The moment of the next try has come."""
    OutgoingMessage.objects.update(due_at=clock.now())


def test_a_server_that_took_it_and_did_not_answer_does_not_get_it_twice(smtp: Smtp, settings: Any):
    message = a_mail()
    smtp.silent_after = 1
    settings.EMAIL_TIMEOUT = 3  # seconds that its silence lasts here, and enough to take a mail
    assert send_messages() == 0
    assert smtp.recipients() == ["reader-1@aiyl.example"]
    later()
    assert send_messages() == 0
    assert len(smtp.mails) == 1
    message.refresh_from_db()
    assert message.began_at
    assert (message.sent_at, message.tries) == (None, 1)


def test_a_worker_that_dies_while_it_sends_leaves_a_row_that_nobody_tries_again(smtp: Smtp):
    message = a_mail()
    assert sending.claim(message)  # and then it was killed
    later()
    assert send_messages() == 0
    assert smtp.mails == []


def test_a_code_is_sent_again_rather_than_not_at_all(smtp: Smtp):
    message = a_mail(is_secret=True)
    assert sending.claim(message)
    assert send_messages() == 0  # not at once
    later()
    assert send_messages() == 1
    assert len(smtp.mails) == 1


def test_what_the_server_refused_is_tried_again_under_the_same_name(smtp: Smtp):
    message = a_mail()
    smtp.refuses = True
    assert send_messages() == 0
    message.refresh_from_db()
    assert (message.failure, message.began_at) == ("SMTPRecipientsRefused", None)
    smtp.refuses = False
    later()
    assert send_messages() == 1
    (mail,) = smtp.mails
    message.refresh_from_db()
    assert mail["Message-ID"] == f"<{message.created_at:%Y%m%d%H%M%S}.{message.pk}@localhost>"


def test_a_server_that_is_away_costs_a_delay(smtp: Smtp, settings: Any):
    a_mail()
    settings.EMAIL_PORT = processes.free_port()
    assert send_messages() == 0
    assert OutgoingMessage.objects.get().failure == "ConnectionRefusedError"
    settings.EMAIL_PORT = smtp.port
    later()
    assert send_messages() == 1


def test_of_two_that_send_at_once_one_does(smtp: Smtp):
    message = a_mail()
    with Senders() as one, Senders() as other:
        assert [sending.send_one(message, one), sending.send_one(message, other)] == [True, False]
    assert len(smtp.mails) == 1


def test_a_connection_that_the_server_ended_is_made_anew(smtp: Smtp):
    with Senders() as senders:
        assert sending.send_one(a_mail(1), senders)
        senders.mail.connection.connection.sock.close()  # type: ignore[union-attr]  # Django's own, of SMTP
        assert sending.send_one(a_mail(2), senders)
    assert len(smtp.mails) == 2


def test_an_unknown_end_is_given_up_after_two_days_but_not_a_try_under_way(smtp: Smtp):
    under_way, unknown = a_mail(1), a_mail(2)
    long_ago = clock.now() - sending.GIVEN_UP_AFTER
    OutgoingMessage.objects.update(created_at=long_ago, due_at=long_ago)
    with clock.at(clock.now() - sending.A_TRY_LASTS - timedelta(minutes=1)):
        sending.claim(unknown)
    sending.claim(under_way)
    send_messages()
    under_way.refresh_from_db()
    unknown.refresh_from_db()
    assert (under_way.given_up_at, bool(unknown.given_up_at)) == (None, True)


def test_old_messages_keep_that_they_were_sent_and_not_what_they_said():
    old, new, waiting = a_mail(1), a_mail(2), a_mail(3)
    with clock.at(clock.now() - sending.KEPT_FOR), Senders() as senders:
        OutgoingMessage.objects.filter(pk=old.pk).update(due_at=clock.now())
        assert sending.send_one(old, senders)
    with Senders() as senders:
        assert sending.send_one(new, senders)
    OutgoingMessage.objects.filter(pk=waiting.pk).update(created_at=old.created_at)
    assert (sending.forget_words(), sending.forget_words()) == (1, 0)
    old.refresh_from_db()
    assert (old.text, bool(old.sent_at)) == ("", True)


def test_many_mails_go_through_one_connection_with_two_questions_each(smtp: Smtp):
    for number in range(10):
        a_mail(number)
    with CaptureQueriesContext(connection) as asked:
        assert send_messages() == 10
    assert len(smtp.mails) == 10
    assert len(asked) <= 2 * 10 + 5


def test_a_mail_is_plain_text_with_html_beside_it(smtp: Smtp):
    a_mail()
    send_messages()
    (mail,) = smtp.mails
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = parts(mail)
    assert plain.startswith("Салам")
    assert '<html lang="ky">' in html
    assert 'href="http://localhost:8000/ky/?a=1&amp;b=2"' in html
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "ky")
    assert mail["List-Unsubscribe"] is None  # nobody switches off a message of their own account


def parts(mail: EmailMessage) -> list[str]:
    return [str(part.get_content()) for part in mail.iter_parts()]


def test_what_a_stranger_wrote_is_text_in_the_html_too(smtp: Smtp):
    OutgoingMessage.objects.filter(pk=a_mail().pk).update(text='<script>x</script> "<b>')
    send_messages()
    _plain, html = parts(smtp.mails[0])
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_failure_says_in_the_log_what_it_was_and_not_to_whom(
    smtp: Smtp, caplog: pytest.LogCaptureFixture
):
    a_mail()
    smtp.refuses = True
    with caplog.at_level(logging.ERROR, logger="lms.notifications.sending"):
        send_messages()
    assert [record.message for record in caplog.records] == ["a message was not taken"]
