"""A digest run for 5,000 people asks the database at most 1,000 times: each of its transactions, its share of that."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.forum.choices import Complaint
from exchange.forum.flagging import complain
from exchange.forum.following import follow
from exchange.forum.moderation import hide_post, warn
from exchange.forum.reading import reader_of
from exchange.forum.solving import mark_solution
from lms import clock
from lms.notifications import digests
from lms.notifications.kinds import all_kinds
from lms.notifications.models import DigestRun, Notice, OutgoingMessage, Way
from tests import make
from tests.forum import talk
from tests.performance.digest_run import QUERIES

pytestmark = pytest.mark.django_db
EVERYBODY = 5_000  # people
WHY: dict[str, Any] = {"reason": "По правилам форума."}


def test_a_transaction_of_a_run_keeps_within_its_share_of_the_questions():
    readers = [make.learner(email=f"reader-{n}@aiyl.example") for n in range(3)]
    moderator, topic = make.moderator(), talk.topic(readers[0])
    for reader in readers:
        reader_of(reader)
        follow(person=reader, topic=topic)
        follow(person=reader, category=topic.category)
    talk.topic()
    answer = talk.post(topic, author=readers[1])
    mark_solution(by=readers[0], post=answer)
    bad = talk.post(topic, author=readers[2])
    complain(person=readers[0], post=bad, reason=Complaint.RUDE)
    hide_post(by=moderator, post=bad, **WHY)
    warn(by=moderator, person=readers[2], **WHY)
    Notice.objects.exclude(way=Way.LIST).update(way=Way.DAILY)

    now = clock.now()
    monday = now.date() + timedelta(days=-now.weekday() % 7)
    run = DigestRun.objects.create(day=monday)
    with CaptureQueriesContext(connection) as asked:
        digests.write_some(run.pk)
    assert OutgoingMessage.objects.filter(event=f"digest:{monday}").count() == len(readers)
    told = set(Notice.objects.exclude(mailed_at=None).values_list("kind", flat=True))
    without = {kind.name for kind in all_kinds() if kind.name.startswith("forum.")} - told
    # Of each kind that is not told here, as many questions as the dearest asks.
    assert len(asked) + 3 * len(without) <= QUERIES / (EVERYBODY / digests.PEOPLE)


@pytest.mark.postgresql
def test_postgresql_compiles_no_query():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
