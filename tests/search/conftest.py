"""Kinds for tests stand beside the real ones, and go with the test; each engine in turn, where a test asks for it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

from search import circuit, engines, registry
from search.engines.elasticsearch import ElasticsearchEngine


@pytest.fixture(autouse=True)
def kinds_of_this_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(circuit, "CIRCUITS", {})  # that an engine was away in another test
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def copying(
    settings: Settings, elasticsearch: str, elasticsearch_prefix: str
) -> Iterator[ElasticsearchEngine]:
    """An installation with Elasticsearch, in indices of a test's own, while the test lasts."""
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


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine_in_use(request: pytest.FixtureRequest) -> str:
    """The installation searches with this engine: the test runs once with each."""
    if request.param == "elasticsearch":
        request.getfixturevalue("copying")
    return str(request.param)
