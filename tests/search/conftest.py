"""Kinds for tests stand beside the real ones, and go with the test."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from search import registry


@pytest.fixture(autouse=True)
def kinds_of_this_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    cache.clear()
    yield
    cache.clear()
