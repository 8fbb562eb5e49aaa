"""A digest at eight in the morning: once a day or once a week, once each, and of what still holds then."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms import clock
from lms.notifications import digests, sections
from lms.notifications.digests import write_some, write_those_of_today
from lms.notifications.kinds import Teller, Told
from lms.notifications.models import DigestRun, Notice, OutgoingMessage, Way
from lms.notifications.preferring import prefer
from lms.notifications.reading import read_everything
from lms.notifications.sections import Asked, Section
from lms.notifications.sending import send_due
from lms.notifications.telling import withdraw
from lms.notifications.unsubscribing import Stop, unsubscribe
from lms.people.models import Person
from tests import make
from tests.notifications import telling_kinds as kinds
from tests.notifications.telling_kinds import told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("room")]

SUNDAY = datetime(2026, 11, 29, 8, 0, tzinfo=ZoneInfo("Asia/Bishkek"))
MONDAY = SUNDAY + timedelta(days=1)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def person() -> Person:
    return make.person(email="reader@aiyl.example", language="ky")


def sent_on(moment: datetime) -> list[OutgoingMessage]:
    """What a sweep writes then."""
    before = set(OutgoingMessage.objects.values_list("pk", flat=True))
    with clock.at(moment):
        written = write_those_of_today()
    new = list(OutgoingMessage.objects.exclude(pk__in=before).order_by("pk"))
    assert len(new) == written
    return new


def test_before_eight_nothing_comes_and_after_an_outage_it_comes_late(person):
    told(kinds.DAILY, 1, person)
    assert sent_on(SUNDAY - timedelta(minutes=1)) == []
    (message,) = sent_on(SUNDAY + timedelta(hours=13))
    assert (message.event, message.recipient) == ("digest:2026-11-29", "reader@aiyl.example")
    assert "thing:1 (ky)" in message.text
    assert "thing:1 (ky)" in message.html


def test_it_comes_once_a_day_and_says_nothing_twice(person):
    told(kinds.DAILY, 1, person)
    assert len(sent_on(SUNDAY)) == 1
    told(kinds.DAILY, 2, person)
    assert sent_on(SUNDAY + timedelta(hours=1)) == []
    (message,) = sent_on(MONDAY)
    assert "thing:2 (ky)" in message.text
    assert "thing:1" not in message.text
    assert sent_on(TUESDAY) == []  # nothing to say


def test_what_comes_once_a_week_comes_on_monday_in_the_same_mail(person):
    told(kinds.WEEKLY, 1, person)
    assert sent_on(SUNDAY) == []
    told(kinds.DAILY, 2, person)
    (message,) = sent_on(MONDAY)
    assert "thing:1 (ky)" in message.text
    assert "thing:2 (ky)" in message.text


def test_what_does_not_hold_any_more_is_left_out(person):
    told(kinds.DAILY, 1, person)  # withdrawn
    told(kinds.DAILY, 2, person)  # described no more
    told(kinds.DAILY, 3, person, readers=kinds.MAY_SEE)  # closed to them
    told(kinds.DAILY, 4, person)  # read on the site
    read_everything(person)
    told(kinds.DAILY, 5, person, readers=kinds.MAY_SEE)
    told(kinds.DAILY, 6, person)
    withdraw(Notice.objects.filter(event="e:1"))
    kinds.GONE.add("thing:2")
    kinds.CLOSED.add(kinds.MAY_SEE)
    (message,) = sent_on(SUNDAY)
    assert [word for word in message.text.split() if word.startswith("thing:")] == ["thing:6"]


@pytest.fixture
def server(settings) -> None:
    """Mails leave the house."""
    settings.MAIL_SENDER = "django"


def sent_late() -> list[str]:
    """The texts of what leaves when the server is there again."""
    with clock.at(SUNDAY + timedelta(hours=3)):
        send_due()
        assert not OutgoingMessage.objects.due().exists()
    return [str(each.body) for each in mail.outbox]


@pytest.mark.usefixtures("server")
def test_a_digest_that_waits_for_its_server_says_nothing_that_does_not_hold_any_more(person):
    told(kinds.DAILY, 1, person)  # withdrawn
    told(kinds.DAILY, 2, person, readers=kinds.MAY_SEE)  # closed to them
    told(kinds.DAILY, 3, person)
    (message,) = sent_on(SUNDAY)
    assert "thing:1" in message.text
    withdraw(Notice.objects.filter(event="e:1"))
    kinds.CLOSED.add(kinds.MAY_SEE)
    told(kinds.DAILY, 4, person)  # for the next one
    (text,) = sent_late()
    assert [word for word in text.split() if word.startswith("thing:")] == ["thing:3"]
    message.refresh_from_db()
    assert "thing:1" not in message.text + message.html


@pytest.mark.usefixtures("server")
def test_a_digest_of_which_nothing_is_left_is_not_sent(person):
    told(kinds.DAILY, 1, person)
    (message,) = sent_on(SUNDAY)
    withdraw(Notice.objects.filter(event="e:1"))
    assert sent_late() == []
    message.refresh_from_db()
    assert message.given_up_at


def test_who_has_nothing_to_hear_gets_no_mail_nor_who_has_shown_no_address(person):
    nobody = make.person(email="n@aiyl.example", email_is_verified=False)
    told(kinds.DAILY, 1, nobody)
    assert sent_on(SUNDAY) == []


def test_a_busy_week_is_cut_and_says_how_much_there_is_besides(person):
    for number in range(digests.AT_MOST + 3):
        told(kinds.DAILY, number, person)
    (message,) = sent_on(SUNDAY)
    assert message.text.count("/ky/things/") == digests.AT_MOST
    assert "thing:22 " in message.text  # the newest
    assert "thing:2 " not in message.text
    assert "\nДагы 3 билдирме" in message.text


def test_a_run_that_was_killed_goes_on_behind_the_last_people(person, monkeypatch):
    monkeypatch.setattr(digests, "PEOPLE", 2)
    people = [person, *(make.person(email=f"p{number}@aiyl.example") for number in range(4))]
    told(kinds.DAILY, 1, *people)
    with clock.at(SUNDAY):
        run = DigestRun.objects.create(day=SUNDAY.date())
        write_some(run.pk)  # and then it was killed
    assert OutgoingMessage.objects.count() == 2
    assert len(sent_on(SUNDAY + timedelta(minutes=5))) == 3
    assert {each.recipient for each in OutgoingMessage.objects.all()} == {
        each.email for each in people
    }
    assert DigestRun.objects.get().ended_at


def test_a_run_that_fails_has_written_nothing_of_those_people(person):
    told(kinds.DAILY, 1, person)
    kinds.FAILING.add("thing:1")
    with pytest.raises(ConnectionError):
        sent_on(SUNDAY)
    assert Notice.objects.filter(mailed_at=None).exists()
    kinds.FAILING.clear()
    assert len(sent_on(SUNDAY)) == 1


def test_one_click_stops_digests_but_not_what_comes_at_once(person):
    told(kinds.DAILY, 1, person)
    told(kinds.WEEKLY, 2, person)
    unsubscribe(Stop(person, "digest"))
    told(kinds.DAILY, 3, person)
    assert sent_on(MONDAY) == []
    told(kinds.AT_ONCE, 4, person)
    assert Notice.objects.get(event="e:4").way == Way.AT_ONCE


# Sections


def gather(asked: Asked) -> Mapping[int, Sequence[Teller]]:
    """Ten rooms, in which everybody has something unread."""

    def teller(room: int) -> Teller:
        return lambda: Told(f"unread {room}", f"since {asked.since:%d}", f"/rooms/{room}/")

    return {
        pk: [teller(room) for room in range(10) if f"room:{room}" not in asked.told.get(pk, ())]
        for pk in asked.people
    }


SECTION = Section(kind=kinds.kind("test.unread", Way.WEEKLY), heading="Окула элек", gather=gather)


@pytest.fixture
def section() -> Section:
    sections.register(SECTION)
    return SECTION


def test_a_section_comes_as_it_is_preferred(person, section):
    assert sent_on(SUNDAY) == []
    (message,) = sent_on(MONDAY)
    assert "since 23" in message.text  # a week
    prefer(person=person, kind="test.unread", way=Way.DAILY)
    (message,) = sent_on(TUESDAY)
    assert "since 30" in message.text  # a day
    prefer(person=person, kind="test.unread", way=Way.LIST)
    assert sent_on(TUESDAY + timedelta(days=6)) == []


def test_a_section_repeats_nothing_that_the_mail_tells_already(person, section):
    told(kinds.DAILY, 1, person)
    (message,) = sent_on(MONDAY)
    assert "unread 0" in message.text
    assert "unread 1" not in message.text
    assert message.text.count("unread") == digests.AT_MOST_IN_A_SECTION


def test_more_people_cost_no_more_questions(section):
    def asked(how_many: int, day: datetime) -> int:
        people = [make.person(email=f"{day:%d}-{n}@aiyl.example") for n in range(how_many)]
        told(kinds.DAILY, day.day, *people)
        told(kinds.WEEKLY, day.day + 100, *people)
        with CaptureQueriesContext(connection) as captured:
            assert len(sent_on(day)) >= how_many
        return len(captured)

    assert asked(2, MONDAY) == asked(9, MONDAY + timedelta(days=7))
