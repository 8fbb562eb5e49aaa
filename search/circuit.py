"""An engine that has just failed is left alone for a while, so that nobody waits for it at every search."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from search.engines.base import EngineUnavailable

logger = logging.getLogger(__name__)

Answered = TypeVar("Answered")
FAILURES = 1  # after which it is left alone: it has had its second
REST = 10.0  # seconds, then one search tries it again


class Circuit:
    """One for each engine and process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    def is_open(self) -> bool:
        """Whether the engine is left alone now. When its rest is over, one caller tries it for all."""
        with self._lock:
            if self._failures < FAILURES:
                return False
            if time.monotonic() < self._rests_until:
                return True
            self._rests_until = time.monotonic() + REST
            return False

    def ask(self, question: Callable[[], Answered]) -> Answered:
        """What the engine answers. Raises `EngineUnavailable`."""
        if self.is_open():
            raise EngineUnavailable
        try:
            answer = question()
        except EngineUnavailable:
            with self._lock:
                self._failures += 1
                self._rests_until = time.monotonic() + REST
            logger.warning("the search engine does not answer; the database stands in")
            raise
        with self._lock:
            self._failures = 0
        return answer


CIRCUITS: dict[str, Circuit] = {}


def circuit(name: str) -> Circuit:
    """The circuit of that engine."""
    return CIRCUITS.setdefault(name, Circuit())
