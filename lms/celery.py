"""The Celery application: tasks only drain what is already in the database.

A message stays its worker's as long as that worker lives, however long the task takes. Redis itself knows no worker: it
gives back what was not acknowledged for `visibility_timeout` seconds. So the workers say every few seconds which
messages they still have, and those of a worker that was killed are another's after 15 seconds.
"""

import os
import time
from typing import Any

from celery import Celery, bootsteps
from kombu.transport.redis import Channel
from redis.exceptions import RedisError

from lms.queues import URGENT, queues, routes
from lms.sweeps import beat_schedule

SAYS_EVERY = 4.0  # seconds; well within the visibility timeout, also on a machine that is busy


class SignsOfLife(bootsteps.StartStopStep):
    """Part of a worker: renews its hold of the messages that it has."""

    requires = {"celery.worker.consumer.tasks:Tasks"}

    def __init__(self, consumer: Any, **options: Any) -> None:
        super().__init__(consumer, **options)
        self.timer: Any = None

    def start(self, consumer: Any) -> None:
        self.timer = consumer.timer.call_repeatedly(SAYS_EVERY, say_what_it_has, (consumer,))

    def stop(self, consumer: Any) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


def say_what_it_has(consumer: Any) -> None:
    """Let Redis count from now again, for each message that this worker has and has not acknowledged."""
    channel = consumer.task_consumer.channel
    tags = list(channel.qos._delivered) if isinstance(channel, Channel) else []  # noqa: SLF001  kombu tells it nowhere else
    if not tags:
        return
    try:
        with channel.conn_or_acquire() as client:
            # Only what is there: what was acknowledged meanwhile stays gone.
            client.zadd(channel.unacked_index_key, dict.fromkeys(tags, time.time()), xx=True)
    except RedisError:
        return  # the worker connects again by itself, and says it then


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")
app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = beat_schedule()
app.conf.task_queues = queues()
app.conf.task_default_queue = URGENT
app.conf.task_routes = routes()
app.steps["consumer"].add(SignsOfLife)
app.autodiscover_tasks()
