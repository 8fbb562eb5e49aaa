"""The explorer with an index of its own, as an installation that has Elasticsearch."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from courses.reports.explorer.indexed import IndexedEngine
from courses.reports.explorer.outbox import learning_index
from search import engines


@pytest.fixture
def indexed(
    settings: Settings, elasticsearch: str, elasticsearch_prefix: str
) -> Iterator[IndexedEngine]:
    """What happens while the test lasts is sent by the tests themselves: messages are lost."""
    settings.ELASTICSEARCH_NODES = [elasticsearch]
    settings.ELASTICSEARCH_INDEX_PREFIX = elasticsearch_prefix
    settings.SEARCH_ENGINE = "elasticsearch"
    engines.engine.cache_clear()
    learning_index.cache_clear()
    index = learning_index()
    # Seconds: here the machine may be busy with other tests.
    index.client = index.client.options(request_timeout=30.0)
    yield IndexedEngine(index)
    index.client.close()
    learning_index.cache_clear()
    engines.engine.cache_clear()
