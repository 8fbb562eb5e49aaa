"""What the search engine has not seen while something was away, it sees afterwards: `make faults`."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import until
from tests.faults.editors import Editors, nothing_waits
from tests.services.elasticsearch.server import Elasticsearch
from tests.services.redis_server import Redis
from tests.services.site import Beat, Worker, manage

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]

CHANGES = 500
LASTS = (5, 30)  # changes that fall into a fault, at least and at most
CAUGHT_UP_WITHIN = 240  # seconds; sweeps come round each minute, and the machine is busy
FAULTS = ("worker is killed", "engine is killed", "engine hangs")


def test_what_is_published_while_something_is_away_is_found_afterwards(
    environment: dict[str, str],
    redis: Redis,
    over: Callable[[str], None],
    elasticsearch_of_its_own: Elasticsearch,
    tmp_path: Path,
    chance: random.Random,
):
    over(redis.url)
    editors = Editors(chance)
    engine, worker = elasticsearch_of_its_own, Worker(tmp_path, environment)
    begin: dict[str, Callable[[], None]] = dict(
        zip(FAULTS, (worker.kill_all, engine.kill, engine.hang), strict=True)
    )
    end: dict[str, Callable[[], None]] = dict(
        zip(FAULTS, (worker.start, engine.start, engine.go_on), strict=True)
    )
    # Each fault twice, one after the other, in an order that is drawn.
    faults = list(FAULTS) * 2
    chance.shuffle(faults)
    begins = sorted(chance.sample(range(0, CHANGES - LASTS[1], LASTS[1] + 5), len(faults)))
    happens: dict[int, Callable[[], None]] = {}
    for fault, at in zip(faults, begins, strict=True):
        happens[at] = begin[fault]
        happens[at + chance.randint(*LASTS)] = end[fault]
    worker.start()
    try:
        with Beat(tmp_path, environment):
            for number in range(CHANGES):
                happens.get(number, int)()
                editors.change()
            until(nothing_waits, within=CAUGHT_UP_WITHIN)
            manage(environment, "search_check")  # fails with every difference that there is
    finally:
        worker.stop()


def test_the_index_catches_up_when_redis_is_back(
    environment: dict[str, str],
    redis: Redis,
    over: Callable[[str], None],
    elasticsearch_of_its_own: Elasticsearch,
    tmp_path: Path,
    chance: random.Random,
):
    over(redis.url)
    redis.kill()
    editors = Editors(chance)
    for _ in range(10):
        editors.change()
    assert not nothing_waits()
    redis.start()
    with Worker(tmp_path, environment), Beat(tmp_path, environment):
        until(nothing_waits, within=CAUGHT_UP_WITHIN)
        manage(environment, "search_check")
