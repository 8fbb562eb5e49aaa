# ruff: noqa: PLC0415  what needs the settings is imported after they have been chosen
"""What a search costs with 100,000 entries of 100 words, beside the bare requests: `make bench PART=search`.

`python -m tests.services python -m tests.performance.search_costs`; with `--sqlite` on SQLite instead of the
PostgreSQL that it is given. `--small` for a trial. Exits with 1 when something is over its limit.
"""

import argparse
import os
import sys
import time

from tests.performance import search_content as content
from tests.performance.figures import Report, in_turn, p95
from tests.performance.search_mix import (
    Bare,
    Reader,
    begun,
    plain_database,
    plain_elasticsearch,
    questions,
)
from tests.performance.site import forget_indices, site

ENTRIES, FEWER_ENTRIES = 100_000, 5_000
ROUNDS = 3  # over all questions; the first search of a new index is not counted
PAGE_LIMIT, DATABASE_LIMIT, SUGGESTIONS_LIMIT = 150, 300, 50  # ms, p95
BESIDE_BARE, AND_BESIDES = 1.5, 10  # times the bare requests' p95, and ms
INDEXED = 1_000  # entries a second
PATIENCE = 60.0  # seconds: a figure is wanted, however late


def main() -> int:
    """Fill, index, measure, print; 1 when something is over."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--small", action="store_true")
    arguments.add_argument("--sqlite", action="store_true")
    chosen = arguments.parse_args()
    if not os.environ.get("TEST_ELASTICSEARCH_URL"):
        sys.exit("Elasticsearch is needed: python -m tests.services python -m tests.performance")
    if chosen.sqlite:
        os.environ.pop("DATABASE_URL", None)
    with site(
        ELASTICSEARCH_URL=os.environ["TEST_ELASTICSEARCH_URL"],
        ELASTICSEARCH_INDEX_PREFIX=f"bench{os.getpid()}-",
    ):
        try:
            return int(measure(FEWER_ENTRIES if chosen.small else ENTRIES))
        finally:
            forget_indices()


def measure(entries: int) -> bool:
    """Print a line for each figure; whether any is over its limit."""
    from django.conf import settings
    from django.db import connection

    from search.engines import engine

    content.register_kinds()
    engine("elasticsearch").answers_within = PATIENCE  # type: ignore[attr-defined]  # only this engine has it
    words = content.vocabulary()
    began = time.perf_counter()
    content.fill(entries, words)
    took = time.perf_counter() - began
    report = Report()
    report.heading(
        f"Search: {entries:,} entries written to {connection.vendor} in {took:.0f} s; milliseconds"
    )
    rate, cpu = index()
    report.rate("entries indexed from stored tokens", rate, INDEXED, cpu)

    mix = questions(words, content.facets_there_are()["topic"])
    reader = Reader()
    bare = Bare(reader)
    bare.learn(mix)
    asks = (plain_elasticsearch, bare.ask, reader.search)
    plain, alone, page = in_turn(mix, ROUNDS, asks)
    report.times("a plain Elasticsearch query of the same words", plain)
    report.times("bare Elasticsearch requests of the same mix", alone)
    limit = min(PAGE_LIMIT, BESIDE_BARE * p95(alone.clock) + AND_BESIDES)
    report.times("search page with Elasticsearch", page, limit)
    (offered,) = in_turn(begun(mix), ROUNDS, [reader.suggest])
    report.times("suggestions with Elasticsearch", offered, SUGGESTIONS_LIMIT)

    settings.SEARCH_ENGINE = "database"
    plain, page = in_turn(mix, ROUNDS, [plain_database, reader.search])
    report.times(f"a plain full-text query of {connection.vendor}, same words", plain)
    report.times(f"search page with {connection.vendor}", page, DATABASE_LIMIT)
    (offered,) = in_turn(begun(mix), ROUNDS, [reader.suggest])
    report.times(f"suggestions with {connection.vendor}", offered, SUGGESTIONS_LIMIT)
    return report.is_over


def index() -> tuple[float, float]:
    """Entries a second from the rows to Elasticsearch, as the task sends them; and our CPU for each, in ms."""
    from search.engines import engine
    from search.engines.elasticsearch import ElasticsearchEngine
    from search.outbox import pending
    from search.tasks import drain

    waiting = pending()
    began, cpu_began = time.perf_counter(), time.process_time()
    sent = drain()
    cpu, took = time.process_time() - cpu_began, time.perf_counter() - began
    assert sent == waiting, f"{waiting - sent} entries of {waiting} did not arrive"
    copy = engine("elasticsearch")
    assert isinstance(copy, ElasticsearchEngine)
    slow = copy.client.options(request_timeout=300)
    slow.indices.refresh(index=copy.copy.alias)
    slow.indices.forcemerge(index=copy.copy.alias, max_num_segments=5)  # as it is after a while
    return sent / took, cpu * 1000 / sent


if __name__ == "__main__":
    sys.exit(main())
