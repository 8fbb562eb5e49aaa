"""English words are stemmed as Snowball does, in whichever thread."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from search.analysis.english import stem

WORDS = ["municipalities", "collected", "generalizations", "waste", "neighbouring", "tariffs"] * 50


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns after a microsecond instead of five milliseconds."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_many_at_once_are_stemmed_each_by_itself():
    alone = [stem(word) for word in WORDS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: [stem(word) for word in WORDS], range(16)))
    assert together == [alone] * 16
