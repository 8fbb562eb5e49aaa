"""Tasks only drain what is in the database: with a worker over Redis, without one, and with Redis away."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from celery import current_app

from lms.notifications.models import Channel, OutgoingMessage
from lms.notifications.outgoing import send_later
from lms.sweeps import SWEEPS, beat_schedule, run_sweep
from tests.faults.conftest import until
from tests.services.redis_server import Redis
from tests.services.site import Worker

NOBODY_LISTENS = "redis://127.0.0.1:1/0"
DRAINED_WITHIN = 60  # seconds, on a machine that is busy


def a_message(event: str) -> OutgoingMessage:
    return send_later(
        event=event,
        channel=Channel.MAIL,
        recipient="aigul@aiyl.example",
        language="ky",
        subject="Саламатсызбы",
        text="Курс бүттү.",
    )


@pytest.mark.postgresql
@pytest.mark.slow
def test_a_worker_sends_what_was_written(
    environment: dict[str, str], redis: Redis, over: Callable[[str], None], tmp_path: Path
):
    over(redis.url)
    with Worker(tmp_path, environment):
        message = a_message("worker")
        sent = OutgoingMessage.objects.filter(pk=message.pk).exclude(sent_at=None)
        until(sent.exists, within=DRAINED_WITHIN)


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_a_delay_and_nothing_else(over: Callable[[str], None]):
    over(NOBODY_LISTENS)
    message = a_message("broker away")
    message.refresh_from_db()
    assert message.sent_at is None
    run_sweep("lms.notifications.tasks.send_messages")
    message.refresh_from_db()
    assert message.sent_at


@pytest.mark.django_db
def test_every_sweep_may_run_twice_when_there_is_nothing_to_do(caplog: pytest.LogCaptureFixture):
    current_app.loader.import_default_modules()
    with caplog.at_level(logging.ERROR):
        for name in [*SWEEPS, *SWEEPS]:
            run_sweep(name)
    assert [record.message for record in caplog.records] == []


def test_beat_sends_the_sweeps_that_the_web_process_would_run():
    assert {entry["task"] for entry in beat_schedule().values()} == set(SWEEPS)
    current_app.loader.import_default_modules()
    assert set(SWEEPS) <= set(current_app.tasks)
