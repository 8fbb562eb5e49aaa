"""What somebody wants to hear at once comes by mail: once, in their language, under their rights of then."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.notifications.mailing import mail_some, mail_what_waits
from lms.notifications.models import Channel, Notice, OutgoingMessage, Way
from lms.notifications.preferring import prefer
from lms.notifications.reading import read_everything
from lms.notifications.sending import send_due
from lms.notifications.telling import withdraw
from lms.notifications.unsubscribing import token_of
from lms.people.models import Person
from tests import make
from tests.notifications import telling_kinds as kinds
from tests.notifications.telling_kinds import told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("room")]


@pytest.fixture
def person() -> Person:
    return make.person(email="reader@aiyl.example", language="ky")


def test_it_leaves_after_the_commit_in_the_reader_s_language(
    person, settings, django_capture_on_commit_callbacks
):
    settings.MAIL_SENDER = "django"
    russian = make.person(email="russian@aiyl.example", language="ru")
    with django_capture_on_commit_callbacks(execute=True):
        told(kinds.AT_ONCE, 1, person, russian)
    assert {(sent.to[0], sent.subject) for sent in mail.outbox} == {
        ("reader@aiyl.example", "thing:1 (ky)"),
        ("russian@aiyl.example", "thing:1 (ru)"),
    }
    assert mail_what_waits() == 0
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_it_says_what_happened_where_and_how_to_stop_it(person, settings):
    settings.MAIL_SENDER = "django"
    told(kinds.AT_ONCE, 1, person)
    mail_what_waits()
    message = OutgoingMessage.objects.get()
    notice = Notice.objects.get()
    address = f"http://localhost:8000/ky/things/{notice.pk}/"
    stop = f"http://localhost:8000/unsubscribe/{token_of(person.pk, 'kind:test.once')}"
    assert "<b>e:1</b> & co" in message.text
    assert "&lt;b&gt;e:1&lt;/b&gt; &amp; co" in message.html
    for words in (message.text, message.html):
        assert address in words
        assert stop in words
        assert "About test.once." in words
    assert message.event == f"notice:{notice.pk}"
    assert message.unsubscribe == "kind:test.once"


def test_mail_programs_are_told_where_one_click_stops_it(
    person, settings, django_capture_on_commit_callbacks
):
    settings.MAIL_SENDER = "django"
    with django_capture_on_commit_callbacks(execute=True):
        told(kinds.AT_ONCE, 1, person)
    headers = mail.outbox[0].extra_headers
    stop = f"http://localhost:8000/unsubscribe/{token_of(person.pk, 'kind:test.once')}"
    assert headers["List-Unsubscribe"] == f"<{stop}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_is_not_for_them_any_more_is_mailed_neither_now_nor_later(person):
    told(kinds.AT_ONCE, 1, person)  # withdrawn
    told(kinds.AT_ONCE, 2, person)  # described no more
    told(kinds.AT_ONCE, 3, person, readers=kinds.MAY_SEE)  # closed to them
    told(kinds.AT_ONCE, 4, person)  # read on the site
    withdraw(Notice.objects.filter(event="e:1"))
    kinds.GONE.add("thing:2")
    kinds.CLOSED.add(kinds.MAY_SEE)
    read_everything(person)
    told(kinds.AT_ONCE, 5, person)
    assert mail_what_waits() == 1
    assert OutgoingMessage.objects.get().subject == "thing:5 (ky)"
    kinds.GONE.clear()
    kinds.CLOSED.clear()
    Notice.objects.update(withdrawn_at=None, read_at=None)
    assert mail_what_waits() == 0


def test_only_those_who_want_it_at_once_and_have_shown_an_address(person):
    daily, unverified = (
        make.person(email="d@aiyl.example"),
        make.person(email="u@aiyl.example", email_is_verified=False),
    )
    prefer(person=daily, kind="test.once", way=Way.DAILY)
    left = make.person(email="l@aiyl.example")
    told(kinds.AT_ONCE, 1, person, daily, unverified, left)
    Person.objects.filter(pk=left.pk).update(is_active=False)
    mail_what_waits()
    assert [each.recipient for each in OutgoingMessage.objects.all()] == ["reader@aiyl.example"]
    assert not Notice.objects.filter(way=Way.AT_ONCE, mailed_at=None).exists()


def test_without_an_address_it_comes_by_sms_if_it_is_worth_one(settings):
    by_phone = make.person(phone="0700000001", language="ru")
    told(kinds.AT_ONCE, 1, by_phone)
    told(kinds.BY_SMS, 2, by_phone)
    mail_what_waits()
    message = OutgoingMessage.objects.get()
    notice = Notice.objects.get(event="e:2")
    assert (message.channel, message.recipient) == (Channel.SMS, "+996700000001")
    assert message.text == f"thing:2 (ru) http://localhost:8000/ru/things/{notice.pk}/"
    settings.SMS_SENDER = "none"
    told(kinds.BY_SMS, 3, by_phone)
    assert mail_what_waits() == 0


def test_many_are_mailed_with_few_questions(person):
    people = [make.person(email=f"p{number}@aiyl.example") for number in range(12)]

    def asked(some: list[Person], number: int) -> int:
        told(kinds.AT_ONCE, number, *some)
        with CaptureQueriesContext(connection) as captured:
            assert mail_some() == (len(some), len(some))
        return len(captured)

    assert asked(people[:2], 1) == asked(people, 2)


def test_a_mail_that_waits_for_its_server_says_nothing_that_was_withdrawn_meanwhile(
    person, settings
):
    settings.MAIL_SENDER = "django"
    told(kinds.AT_ONCE, 1, person)
    told(kinds.AT_ONCE, 2, person)
    assert mail_what_waits() == 2
    withdraw(Notice.objects.filter(event="e:1"))
    assert send_due() == 1
    assert [sent.subject for sent in mail.outbox] == ["thing:2 (ky)"]
    assert OutgoingMessage.objects.due().count() == 0
