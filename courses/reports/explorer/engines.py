"""Which engine answers: Elasticsearch where there is one, and the database while it is away."""

import logging
import time

from courses.reports.explorer.database import DatabaseEngine
from courses.reports.explorer.engine import Answer, Engine, Request
from courses.reports.explorer.indexed import IndexedEngine
from courses.reports.explorer.outbox import is_kept, learning_index
from search.engines.base import EngineUnavailable

logger = logging.getLogger(__name__)

ENGINES = ("database", "elasticsearch")
PATIENCE = 30.0  # seconds, for a command that asks for Elasticsearch by name
REST = 10.0  # seconds for which an engine that did not answer is left alone


class WithStandIn:
    """Asks one engine, and another while the first does not answer. One a process."""

    def __init__(self, first: Engine, stand_in: Engine) -> None:
        self.first, self.stand_in = first, stand_in
        self.name = first.name
        self.rests_until = 0.0

    def answer(self, request: Request) -> Answer:
        """From the one or the other; the numbers are the same."""
        if time.monotonic() >= self.rests_until:
            try:
                return self.first.answer(request)
            except EngineUnavailable:
                self.rests_until = time.monotonic() + REST
                logger.warning("the search engine does not answer; the database stands in")
        return self.stand_in.answer(request)


_in_turn: list[WithStandIn] = []


def engine_named(name: str | None) -> Engine:
    """The engine with that name; without one, what the pages of this installation use."""
    if name == "elasticsearch":
        return IndexedEngine(learning_index(PATIENCE))
    if name == "database" or not is_kept():
        return DatabaseEngine()
    if not _in_turn:
        _in_turn.append(WithStandIn(IndexedEngine(learning_index()), DatabaseEngine()))
    return _in_turn[0]
