"""What the tests of pages share."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    """Figures, and which case is like which municipality, are kept in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()
