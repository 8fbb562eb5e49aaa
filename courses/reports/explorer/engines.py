"""Which engine answers: Elasticsearch where there is one, and the database while it is away."""

from functools import partial

from courses.reports.explorer.database import DatabaseEngine
from courses.reports.explorer.engine import Answer, Engine, Request
from courses.reports.explorer.indexed import IndexedEngine
from courses.reports.explorer.outbox import is_kept, learning_index
from search.circuit import Circuit, circuit
from search.engines.base import EngineUnavailable

ENGINES = ("database", "elasticsearch")
PATIENCE = 30.0  # seconds, for a command that asks for Elasticsearch by name


class WithStandIn:
    """Asks one engine, and another while the first does not answer: the numbers are the same."""

    def __init__(self, first: Engine, stand_in: Engine, first_circuit: Circuit) -> None:
        self.first, self.stand_in, self.circuit = first, stand_in, first_circuit
        self.name = first.name

    def answer(self, request: Request) -> Answer:
        """From the one or the other."""
        try:
            return self.circuit.ask(partial(self.first.answer, request))
        except EngineUnavailable:
            return self.stand_in.answer(request)


def engine_named(name: str | None) -> Engine:
    """The engine with that name; without one, what the pages of this installation use."""
    if name == "elasticsearch":
        return IndexedEngine(learning_index(PATIENCE))
    if name == "database" or not is_kept():
        return DatabaseEngine()
    return WithStandIn(IndexedEngine(learning_index()), DatabaseEngine(), circuit("learning"))
