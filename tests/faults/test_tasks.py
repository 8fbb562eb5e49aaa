"""Tasks only drain what is in the database: with a worker over Redis, without one, and with Redis away."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from celery import current_app

from lms.notifications.models import Channel, OutgoingMessage
from lms.notifications.outgoing import send_later
from lms.queues import SLOW, SLOW_TASKS, URGENT
from lms.sweeps import SWEEPS, beat_schedule, run_sweep
from tests.faults.conftest import until
from tests.faults.standing_still import stand_still, story
from tests.services.redis_server import Redis
from tests.services.site import SlowWorker, UrgentWorker, Worker

NOBODY_LISTENS = "redis://127.0.0.1:1/0"
DRAINED_WITHIN = 60  # seconds, on a machine that is busy
FULL = 4  # slow tasks; their worker does one at a time


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


class SlowWorkerOfTests(SlowWorker):
    modules = ("tests.faults.standing_still",)


@pytest.mark.postgresql
@pytest.mark.slow
def test_a_slow_queue_full_of_work_holds_no_mail(
    environment: dict[str, str], redis: Redis, over: Callable[[str], None], tmp_path: Path
):
    over(redis.url)
    with UrgentWorker(tmp_path, environment), SlowWorkerOfTests(tmp_path, environment):
        for _ in range(FULL):
            stand_still.apply_async((str(tmp_path),), queue=SLOW)
        until(lambda: story(tmp_path) == ["began"], within=DRAINED_WITHIN)
        message = a_message("beside slow work")
        sent = OutgoingMessage.objects.filter(pk=message.pk).exclude(sent_at=None)
        until(sent.exists, within=DRAINED_WITHIN)
        assert story(tmp_path) == ["began"]  # nothing of it has ended
        (tmp_path / "on").touch()
        until(lambda: story(tmp_path) == ["began", "ended"] * FULL, within=DRAINED_WITHIN)


def test_every_task_waits_in_the_queue_that_is_meant_for_it():
    current_app.loader.import_default_modules()
    ours = {
        name
        for name in current_app.tasks
        if name.startswith(("lms.", "courses.", "exchange.", "search."))
    }
    routed = {name: current_app.amqp.router.route({}, name)["queue"].name for name in ours}
    assert {name for name, queue in routed.items() if queue == SLOW} == set(SLOW_TASKS)
    assert set(routed.values()) == {URGENT, SLOW}
    assert routed["lms.notifications.tasks.send_messages"] == routed["search.tasks.drain"] == URGENT


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
