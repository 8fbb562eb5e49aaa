"""Tasks only drain what is in the database: with a worker over Redis, without one, and with Redis away."""

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery import current_app
from django.db import connection

from lms.notifications.models import Channel, OutgoingMessage
from lms.notifications.outgoing import send_later
from lms.settings.environment import BASE_DIR
from lms.sweeps import SWEEPS, beat_schedule, run_sweep
from tests.services import processes

NOBODY_LISTENS = "redis://127.0.0.1:1/0"
DRAINED_WITHIN = 60  # seconds, on a machine that is busy
CONFIGURED = ("task_always_eager", "broker_url")


@pytest.fixture
def redis() -> str:
    url = os.environ.get("TEST_REDIS_URL")
    if not url:
        pytest.skip("needs Redis: python -m tests.services pytest …")
    return url


@pytest.fixture
def over() -> Iterator[Callable[[str], None]]:
    """Sends tasks over a broker, as production does, for the length of a test."""
    before = {name: current_app.conf[name] for name in CONFIGURED}

    def use(url: str) -> None:
        current_app.conf.update(task_always_eager=False, broker_url=url)
        current_app._after_fork()  # Celery's own way to forget the connections that it has

    yield use
    current_app.conf.update(before)
    current_app._after_fork()


@pytest.fixture
def worker(redis: str, transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A real Celery worker on the test's database."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(
        path=f"/{connection.settings_dict['NAME']}"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "ENV_FILE": "",
        "DATABASE_URL": database.geturl(),
        "REDIS_URL": redis,
        "PYTHONPATH": str(BASE_DIR),
    }
    log = tmp_path / "worker.log"
    command = [sys.executable, "-m", "celery", "--app", "lms", "worker", "--pool", "solo"]
    process = processes.start([*command, "--loglevel", "INFO"], log=log, environment=environment)
    processes.wait_until(
        lambda: "ready." in processes.tail(log), process=process, log=log, what="The worker"
    )
    yield
    processes.stop(process)


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
@pytest.mark.usefixtures("worker")
def test_a_worker_sends_what_was_written(redis: str, over: Callable[[str], None]):
    over(redis)
    message = a_message("worker")
    deadline = time.monotonic() + DRAINED_WITHIN
    while message.sent_at is None and time.monotonic() < deadline:
        time.sleep(0.1)  # another process works; the row is all it tells
        message.refresh_from_db()
    assert message.sent_at


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
