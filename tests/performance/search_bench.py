# ruff: noqa: PLC0415  what needs the settings is imported after they have been chosen
"""What a search costs with 100,000 entries of 100 words, beside the bare requests.

With Elasticsearch and either database: `python -m tests.services python -m tests.performance.search_bench`; without
`DATABASE_URL` on SQLite, in a folder that goes when it is done. `--entries` for fewer. Exits with 1 when something is
over its limit.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

ENTRIES, WORDS, KNOWN_WORDS = 100_000, 100, 20_000
ROUNDS = 3  # over all questions; the first search of a new index is not counted
PAGE_LIMIT, DATABASE_LIMIT, SUGGESTIONS_LIMIT = 150, 300, 50  # ms, p95
BESIDE_BARE, AND_BESIDES = 1.5, 10  # times the bare requests' p95, and ms
INDEXED = 1_000  # entries a second
KINDS = ("article", "letter", "order")
SYLLABLES = ["ба", "ве", "го", "ду", "жи", "за", "ка", "ла", "мо", "ну", "по", "ра", "со", "ту"]
SYLLABLES += ["фы", "ха", "ше", "эр", "юк", "ял", "кыр", "бол", "суу", "таш", "ком", "мун"]


@dataclass(frozen=True)
class Asked:
    """A question of the mix: what is typed, and how it is narrowed."""

    text: str
    more: Mapping[str, Any]


def main() -> int:
    """Fill, index, measure, print; 1 when something is over."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--entries", type=int, default=ENTRIES)
    chosen = arguments.parse_args()
    if not os.environ.get("TEST_ELASTICSEARCH_URL"):
        sys.exit(
            "Elasticsearch is needed: python -m tests.services python -m tests.performance.search_bench"
        )
    with tempfile.TemporaryDirectory(prefix="tajryiba-search-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "lms.settings.test",
            "VAR_DIR": folder,
            "ELASTICSEARCH_URL": os.environ["TEST_ELASTICSEARCH_URL"],
            "ELASTICSEARCH_INDEX_PREFIX": f"bench{os.getpid()}-",
        }
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/search.sqlite3")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", "search", verbosity=0)
        try:
            return measure(chosen.entries)
        finally:
            forget()


def measure(entries: int) -> int:
    """Print a line for each figure."""
    from django.db import connection

    from search.engines import engine
    from search.engines.elasticsearch import ElasticsearchEngine

    register_kinds()
    patient = engine("elasticsearch")
    assert isinstance(patient, ElasticsearchEngine)
    patient.answers_within = 60.0  # seconds: a figure is wanted, however late
    words = vocabulary()
    started = time.perf_counter()
    fill(entries, words)
    say(f"{entries} entries written to {connection.vendor}", time.perf_counter() - started, "s")
    over = [index(entries)]
    mix = questions(words)
    server = timed(mix, lambda asked: page_of(asked, "elasticsearch"))
    bare = bare_times(mix)
    limit = min(PAGE_LIMIT, BESIDE_BARE * p95(bare) + AND_BESIDES)
    say("bare Elasticsearch requests of the same mix, p95", p95(bare), "ms")
    over.append(say("search page with Elasticsearch, p95", p95(server), "ms", limit))
    begun = [Asked(asked.text[: 3 + at % 5], {}) for at, asked in enumerate(mix)]
    for name in ("elasticsearch", "database"):
        times = timed(begun, partial(offers_of, engine(name)))
        over.append(say(f"suggestions by {name}, p95", p95(times), "ms", SUGGESTIONS_LIMIT))
    database = timed(mix, lambda asked: page_of(asked, "database"))
    over.append(
        say(f"search page with {connection.vendor}, p95", p95(database), "ms", DATABASE_LIMIT)
    )
    if connection.vendor == "sqlite":
        say("a plain FTS5 query of the same words, p95", p95(timed(mix, plain_fts5)), "ms")
    return int(any(over))


def say(what: str, figure: float, unit: str, limit: float | None = None) -> bool:
    """Print the figure beside its limit; whether it is over."""
    is_over = limit is not None and figure > limit
    beside = "" if limit is None else f"   limit {limit:.0f} {unit}{'   OVER' if is_over else ''}"
    sys.stdout.write(f"{what:58} {figure:9.1f} {unit}{beside}\n")
    sys.stdout.flush()
    return is_over


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def timed(mix: list[Asked], ask: Callable[[Asked], object]) -> list[float]:
    """Milliseconds of each question in each round, after one to warm up."""
    for asked in mix:
        ask(asked)
    times = []
    for asked in mix * ROUNDS:
        started = time.perf_counter()
        ask(asked)
        times.append((time.perf_counter() - started) * 1000)
    return times


def vocabulary() -> list[str]:
    """Words that nobody knows, of which a text has the first far more often than the last."""
    chance = random.Random(1)
    words: dict[str, None] = {}
    while len(words) < KNOWN_WORDS:
        words["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(words)


def register_kinds() -> None:
    """Kinds whose things are nowhere but in the entries; to show some is a query, as with any other kind."""
    from search.models import SearchEntry
    from search.registry import Kind, Shown, register

    for name in KINDS:

        def show(
            reader: object, keys: Collection[str], language: str, name: str = name
        ) -> Mapping[str, Shown]:
            rows = SearchEntry.objects.filter(kind=name, object_key__in=keys, language=language)
            return {
                row.object_key: Shown(row.title, f"/{name}/{row.object_key}/", language)
                for row in rows.only("object_key", "title")
            }

        register(Kind(name, name, lambda keys: {}, list, show))


def fill(entries: int, words: list[str]) -> None:
    """Entries as `touch` would write them, without reading each word ten million times."""
    from lms import clock
    from search.analysis import tokens
    from search.indexing import shelf_of
    from search.models import SearchEntry, Shelf
    from search.shelves import thing_of
    from search.vocabulary import learn

    chance = random.Random(2)
    read = {word: next(tokens(word)) for word in words}
    weights = [
        1 / (10 + rank) for rank in range(len(words))
    ]  # Zipf, flattened where stop words are

    def texts() -> Iterator[SearchEntry]:
        for number in range(entries):
            said = chance.choices(words, weights, k=WORDS)
            title, body = said[:6], said[6:]
            key = str(number // 2)  # each thing in two languages
            row = SearchEntry(
                kind=KINDS[number // 2 % len(KINDS)],
                object_key=key,
                language=("ru", "ky")[number % 2],
                moment=clock.now() - timedelta(days=number % 1500),
                version=1,
                facets={
                    "topic": [f"topic{number % 20}"],
                    "region": [f"region{number % 9}"],
                    "municipality": [f"417{number % 480:03}"],
                    "year": [str(2023 + number % 4)],
                },
                access=[chance.choice(["public", "public", "member", "role:manager"])],
                title=" ".join(title),
                body=" ".join(body),
                title_forms=" ".join(title),
                title_tokens=" ".join(stem for word in title for stem in read[word].stems),
                body_tokens=" ".join(stem for word in body for stem in read[word].stems),
                loose_tokens=" ".join(each for word in said for each in read[word].loose),
            )
            row.thing, row.shelf = thing_of(row.kind, key), shelf_of(row).pk
            yield row

    shelves: dict[int, Shelf] = {}
    part: list[SearchEntry] = []
    for row in texts():
        shelves.setdefault(row.shelf, shelf_of(row))
        part.append(row)
        if len(part) == 1000:
            SearchEntry.objects.bulk_create(part)
            part = []
    SearchEntry.objects.bulk_create(part)
    Shelf.objects.bulk_create(shelves.values(), batch_size=1000, ignore_conflicts=True)
    learn(words)


def index(entries: int) -> bool:
    """Entries a second from the rows to Elasticsearch, as the task sends them."""
    from search.engines import engine
    from search.engines.elasticsearch import ElasticsearchEngine
    from search.tasks import drain

    started = time.perf_counter()
    drain()
    a_second = entries / (time.perf_counter() - started)
    copy = engine("elasticsearch")
    assert isinstance(copy, ElasticsearchEngine)
    copy.client.options(request_timeout=60).indices.refresh(index=copy.copy.alias)
    copy.client.options(request_timeout=300).indices.forcemerge(
        index=copy.copy.alias, max_num_segments=5
    )
    assert sum(1 for _ in copy.versions()) == entries
    return (
        not say("entries indexed a second, from stored tokens", a_second, "", INDEXED)
        and a_second < INDEXED
    )


def questions(words: list[str]) -> list[Asked]:
    """Frequent and rare words, one to three, slips, filters, dates."""
    chance = random.Random(3)
    mix = []
    for number in range(60):
        some = [words[int(chance.paretovariate(0.4)) % 3000] for _ in range(1 + number % 3)]
        if number % 6 == 5:
            some[0] = some[0][:2] + some[0][3:]
        more: dict[str, Any] = {}
        if number % 4 == 1:
            more["filters"] = {"topic": [f"topic{number % 20}"]}
        if number % 4 == 2:
            more["kinds"] = [KINDS[0]]
        if number % 7 == 3:
            more["sort"] = "date"
        mix.append(Asked(" ".join(some), more))
    return mix


def page_of(asked: Asked, engine: str) -> object:
    from django.contrib.auth.models import AnonymousUser

    from search.query import search

    return search(AnonymousUser(), asked.text, language="ru", engine=engine, **asked.more)


def offers_of(engine: Any, asked: Asked) -> object:
    return engine.suggest(asked.text.split(), frozenset({"public"}), "ru", 16)


def plain_fts5(asked: Asked) -> object:
    from django.db import connection

    words = " ".join(f'"{word}"' for word in asked.text.split())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY rank LIMIT 10",
            [words],
        )
        return cursor.fetchall()


def bare_times(mix: list[Asked]) -> list[float]:
    """The very requests that the searches send, sent again with nothing around them."""
    from search.engines import engine

    transport = engine("elasticsearch").client.transport  # type: ignore[attr-defined]  # only this engine has one
    node = transport.node_pool.get()
    send, sent = node.perform_request, []

    def record(method: str, target: str, body: bytes, **more: Any) -> Any:
        sent.append((target, body))
        return send(method, target, body=body, **more)

    node.perform_request = record
    bodies = []
    for asked in mix:
        sent.clear()
        page_of(asked, "elasticsearch")
        bodies.append(list(sent))
    node.perform_request = send
    address = urlsplit(os.environ["TEST_ELASTICSEARCH_URL"])
    connection = HTTPConnection(address.hostname or "", address.port)
    times = []
    for requests in bodies * ROUNDS:
        started = time.perf_counter()
        for target, body in requests:
            connection.request("POST", target, body, {"Content-Type": "application/x-ndjson"})
            connection.getresponse().read()
        times.append((time.perf_counter() - started) * 1000)
    connection.close()
    return times


def forget() -> None:
    """Take our indices away."""
    from search.engines import engine
    from search.engines.elasticsearch import ElasticsearchEngine

    copy = engine("elasticsearch")
    assert isinstance(copy, ElasticsearchEngine)
    slow = copy.client.options(request_timeout=60)
    for name in slow.indices.get(index=f"{copy.copy.prefix}*"):
        slow.indices.delete(index=name)


if __name__ == "__main__":
    sys.exit(main())
