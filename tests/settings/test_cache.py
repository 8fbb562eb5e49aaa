"""The shared cache: Redis while it answers, this process's own memory while it does not."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from lms.cache import SharedCache, WithStandIn
from tests.services.redis_server import Redis

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test inherits that another has found Redis away."""
    monkeypatch.setattr(WithStandIn, "away_until", 0.0)


def a_cache(url: str) -> Any:
    return SharedCache(url, {"OPTIONS": {"socket_timeout": 3, "socket_connect_timeout": 3}})


def test_without_redis_it_is_a_cache_all_the_same():
    cache = a_cache(NOBODY_LISTENS)
    cache.clear()
    cache.set("lesson", "<p>", 60)
    assert cache.get("lesson") == "<p>"
    cache.add("asked", 0, 60)
    assert [cache.incr("asked"), cache.incr("asked")] == [1, 2]
    cache.delete_many(["lesson"])
    assert cache.get("lesson", "none") == "none"


def test_a_count_that_began_where_it_cannot_be_seen_begins_again():
    cache = a_cache(NOBODY_LISTENS)
    cache.clear()
    assert [cache.incr("elsewhere"), cache.incr("elsewhere")] == [1, 2]


def test_redis_is_asked_again_when_it_is_back(monkeypatch: pytest.MonkeyPatch):
    if not shutil.which("redis-server"):
        pytest.skip("needs Redis: make test installs it")
    with tempfile.TemporaryDirectory() as folder, Redis(Path(folder)) as redis:
        cache = a_cache(redis.url)
        cache.clear()
        cache.set("lesson", "<p>", 60)
        redis.hang()
        assert cache.get("lesson") is None
        away_until = WithStandIn.away_until
        assert cache.get("lesson") is None
        assert WithStandIn.away_until == away_until  # it was not asked a second time
        redis.go_on()
        monkeypatch.setattr(WithStandIn, "away_until", 0.0)
        assert cache.get("lesson") == "<p>"
