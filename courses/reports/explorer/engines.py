"""Which engine answers."""

from courses.reports.explorer.database import DatabaseEngine
from courses.reports.explorer.engine import Engine

ENGINES = ("database", "elasticsearch")


def engine_named(name: str | None) -> Engine:
    """The engine with that name."""
    return DatabaseEngine()
