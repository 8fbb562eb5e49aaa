"""The cache that web and task processes share, and what stands in for it while it is away."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property
from redis.exceptions import ConnectionError as NotThere
from redis.exceptions import TimeoutError as Hangs

log = logging.getLogger(__name__)

ASKED_AGAIN_AFTER = 5.0  # seconds; else each page would wait for a server that hangs


class SharedCache(RedisCache):
    """Redis; while it does not answer, the memory of this process.

    Pages then cost more, and limits count for each process by itself. When it is back it may know less than happened
    meanwhile: nothing is kept in it that would not be right again by its timeout.
    """

    @cached_property
    def _cache(self) -> Any:
        self._class = OneClient
        return WithStandIn(super()._cache)


class OneClient(RedisCacheClient):
    """Django's, which makes a client of Redis for each question: that costs more than to ask it."""

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        return self._kept

    @cached_property
    def _kept(self) -> Any:
        return super().get_client()


class WithStandIn:
    """Answers as Django's client of Redis does, and keeps off a Redis that did not answer a moment ago."""

    away_until = 0.0  # for all threads of this process

    def __init__(self, client: Any) -> None:
        self.client = client
        self.memory = LocMemCache("while Redis is away", {"OPTIONS": {"MAX_ENTRIES": 5000}})

    def __getattr__(self, act: str) -> Callable[..., Any]:
        def ask(*args: Any) -> Any:
            if time.monotonic() >= WithStandIn.away_until:
                try:
                    return getattr(self.client, act)(*args)
                except (NotThere, Hangs) as failure:
                    WithStandIn.away_until = time.monotonic() + ASKED_AGAIN_AFTER
                    log.warning("The cache is away", extra={"failure": type(failure).__name__})
            return getattr(self.memory, act)(*args)

        return ask

    def incr(self, key: str, delta: int) -> int:
        """Count up. What was begun where it cannot be seen now, begins again: a limit may be wrong, a page not fail."""
        try:
            return int(self.__getattr__("incr")(key, delta))
        except ValueError:
            self.__getattr__("add")(key, delta, int(ASKED_AGAIN_AFTER))
            return delta
