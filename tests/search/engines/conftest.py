"""An installation with Elasticsearch, in indices of a test's own."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from search import engines
from search.engines.elasticsearch import ElasticsearchEngine


@pytest.fixture
def copying(
    settings: Settings, elasticsearch: str, elasticsearch_prefix: str
) -> Iterator[ElasticsearchEngine]:
    """The installation searches with Elasticsearch while the test lasts, in indices of its own."""
    settings.ELASTICSEARCH_NODES = [elasticsearch]
    settings.ELASTICSEARCH_INDEX_PREFIX = elasticsearch_prefix
    settings.SEARCH_ENGINE = "elasticsearch"
    engines.engine.cache_clear()
    made = engines.engine("elasticsearch")
    assert isinstance(made, ElasticsearchEngine)
    made.answers_within = 30.0  # seconds: here the machine may be busy with other tests
    yield made
    made.client.close()
    engines.engine.cache_clear()
