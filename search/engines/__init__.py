"""The engines: both find the same things, by the same tokens."""

from functools import cache
from importlib import import_module

from django.conf import settings

from search.engines.base import Engine, Index

ENGINES = {
    "database": "search.engines.database.DatabaseEngine",
    "elasticsearch": "search.engines.elasticsearch.ElasticsearchEngine",
}


@cache
def engine(name: str) -> Engine:
    """The engine of that name, made once a process."""
    module, _, made = ENGINES[name].rpartition(".")
    found: Engine = getattr(import_module(module), made)()
    return found


def configured() -> str:
    """The name of the engine that this installation searches with."""
    return str(settings.SEARCH_ENGINE)


def index() -> Index | None:
    """The engine that keeps a copy of the entries, if this installation has one."""
    found = engine(configured())
    return found if isinstance(found, Index) else None
