"""Workers are killed while they write digests and while a mail server has a mail: nobody gets one twice."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from lms import clock
from lms.notifications import digests
from lms.notifications.models import DigestRun, Notice, OutgoingMessage, Way
from lms.notifications.tasks import send_messages
from lms.notifications.telling import tell
from lms.people.models import Person
from tests import make
from tests.faults.conftest import until
from tests.faults.digesting import KIND, write_digests_at
from tests.services.redis_server import Redis
from tests.services.site import Worker
from tests.services.smtp import Smtp

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]

PEOPLE = digests.PEOPLE + 10  # two transactions of a run
WITHIN = 120  # seconds, on a machine that is busy
KILLS = 3


class WorkerOfTests(Worker):
    modules = ("tests.faults.digesting",)


@pytest.fixture
def smtp(environment: dict[str, str]) -> Iterator[Smtp]:
    """A mail server that the test's processes use."""
    with Smtp() as server:
        environment["EMAIL_URL"] = server.url
        yield server


@pytest.fixture
def worker(
    environment: dict[str, str],
    smtp: Smtp,
    redis: Redis,
    over: Callable[[str], None],
    tmp_path: Path,
) -> Iterator[WorkerOfTests]:
    """One that is ready, and may be killed and launched again."""
    over(redis.url)
    worker = WorkerOfTests(tmp_path, environment)
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture
def people() -> list[Person]:
    """They read the news of a test."""
    return [make.person(email=f"reader-{number}@aiyl.example") for number in range(PEOPLE)]


def kill_and_launch(worker: Worker) -> None:
    worker.kill_all()
    worker.start()


def send_the_rest(worker: Worker) -> None:
    """Until nothing is due, at a time at which whatever is tried again would have been."""
    send_messages.delay()
    until(nothing_is_due, within=WITHIN)
    OutgoingMessage.objects.filter(sent_at=None).update(due_at=clock.now())
    send_messages.delay()
    until(nothing_is_due, within=WITHIN)
    worker.stop()  # what is under way comes to its end


def nothing_is_due() -> bool:
    return not OutgoingMessage.objects.due().exists()


def has_taken(smtp: Smtp, mails: int) -> bool:
    return len(smtp.taken) >= mails


def test_digests_come_once_each_though_their_worker_is_killed_while_it_writes_and_while_it_sends(
    worker: WorkerOfTests, smtp: Smtp, people: list[Person]
):
    tell(KIND, event="faults", subject="faults:1", people=people)
    morning = timezone.localtime(clock.now()) - timedelta(days=1)
    morning = morning.replace(hour=8, minute=0, second=0, microsecond=0)

    # In mid-digest: the second transaction waits for a row that is held here.
    with transaction.atomic():
        Notice.objects.select_for_update().get(person=people[-1])
        write_digests_at.delay(morning.isoformat())
        until(lambda: OutgoingMessage.objects.count() == digests.PEOPLE, within=WITHIN)
        worker.kill_all()
    worker.start()
    until(lambda: DigestRun.objects.filter(ended_at__isnull=False).exists(), within=WITHIN)

    # In mid-send: the server has the mail, and has not said so.
    smtp.silent_after = len(smtp.taken) + PEOPLE // 2
    send_messages.delay()
    assert smtp.is_silent.wait(WITHIN)
    worker.kill_all()
    smtp.goes_on.set()
    worker.start()
    send_the_rest(worker)

    assert Counter(smtp.recipients()) == Counter(person.email for person in people)
    assert len({mail["Message-ID"] for mail in smtp.mails}) == PEOPLE
    (unknown,) = OutgoingMessage.objects.filter(sent_at=None)
    assert unknown.began_at
    assert unknown.recipient == smtp.recipients()[smtp.silent_after - 1]


def test_killed_at_any_moment_a_worker_mails_no_notice_twice(
    worker: WorkerOfTests, smtp: Smtp, people: list[Person], chance: random.Random
):
    tell(replace(KIND, way=Way.AT_ONCE), event="faults", subject="faults:1", people=people)
    moments = sorted(chance.sample(range(1, PEOPLE), KILLS))
    for moment in moments:
        until(partial(has_taken, smtp, moment), within=WITHIN)
        kill_and_launch(worker)
        send_messages.delay()
    until(lambda: not Notice.objects.filter(mailed_at=None).exists(), within=WITHIN)
    send_the_rest(worker)

    assert max(Counter(smtp.recipients()).values()) == 1
    # Who has no mail: their worker was killed just before it spoke to the server.
    missing = {person.email for person in people} - set(smtp.recipients())
    unknown = OutgoingMessage.objects.filter(sent_at=None, began_at__isnull=False)
    assert missing <= set(unknown.values_list("recipient", flat=True))
    assert len(missing) <= unknown.count() <= 2 * KILLS  # of two processes each
