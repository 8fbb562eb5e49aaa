"""What workers of tests have beside the product: a kind of notices, and a task that writes the digests of a moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from celery import shared_task
from celery.signals import worker_process_init

from lms import clock
from lms.notifications.digests import write_those_of_today
from lms.notifications.kinds import Kind, Teller, Told, register
from lms.notifications.models import Notice, Way


def describe(notices: Sequence[Notice]) -> Mapping[int, Teller]:
    return {each.pk: lambda: Told("Курс жаңыланды", "", "/ky/") for each in notices}


KIND = Kind(
    name="test.faults",
    group="Tests",
    label="Faults",
    about="A worker is killed.",
    way=Way.DAILY,
    describe=describe,
)


@worker_process_init.connect
def join(**_facts: Any) -> None:
    """Only in workers: other tests have nothing of it."""
    register(KIND)


@shared_task
def write_digests_at(moment: str) -> int:
    """As `lms.notifications.tasks.write_digests`, which comes round by the clock."""
    with clock.at(datetime.fromisoformat(moment)):
        return write_those_of_today()
