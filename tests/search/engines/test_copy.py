"""The copy in Elasticsearch: the newest version stays, and while the copy is made anew nothing is lost."""

import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from copy import copy as copied

import pytest
from pytest_django import Settings

from search.comparing import copy_differences, repair_copy
from search.engines.base import EngineUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import SearchEntry, SearchOutbox
from tests.services import processes

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]


def entry(pk: int, version: int = 1, *, title: str = "мусор", is_gone: bool = False) -> SearchEntry:
    """A row, as it is when somebody has read it."""
    words = "" if is_gone else title
    return SearchEntry(
        pk=pk,
        kind="text",
        object_key=f"t{pk}",
        language="ru",
        thing=pk,
        shelf=1,
        version=version,
        is_deleted=is_gone,
        access=[] if is_gone else ["public"],
        title=words,
        title_tokens=words,
        title_forms=words,
    )


def kept(engine: ElasticsearchEngine) -> dict[int, int]:
    return dict(engine.versions())


def names(engine: ElasticsearchEngine) -> dict[str, set[str]]:
    """The indices there are, with their aliases."""
    found = engine.client.indices.get_alias(index=f"{engine.copy.prefix}*")
    return {name: set(each["aliases"]) for name, each in found.items()}


def is_in_order(engine: ElasticsearchEngine) -> bool:
    """One index, and the one alias on it."""
    return list(names(engine).values()) == [{f"{engine.copy.prefix}entries"}]


def test_what_is_sent_is_there_in_its_version(copying: ElasticsearchEngine):
    assert copying.send([entry(1), entry(2, 7)]) == {1, 2}
    assert kept(copying) == {1: 1, 2: 7}
    assert is_in_order(copying)


def test_the_newer_version_stays_in_whatever_order_they_come(copying: ElasticsearchEngine):
    sent = [entry(1, version, title=f"v{version}") for version in range(1, 9)]
    random.Random(4).shuffle(sent)
    for each in sent:
        assert copying.send([each]) == {1}
    assert kept(copying) == {1: 8}
    assert [hit.key for hit in copying.suggest(["v8"], frozenset({"public"}), "ru", 5)] == ["t1"]


def test_every_difference_of_the_copy_is_repaired(copying: ElasticsearchEngine):
    for pk in (1, 2, 3):
        entry(pk, 5).save()
    copying.send([entry(1, 5), entry(2, 2), entry(3, 9), entry(7, 4)])
    assert dict(copy_differences(copying)) == {
        2: "is version 2 in the index, and 5 here",
        3: "is version 9 in the index, and 5 here",
        7: "is in the index, and not here",
    }
    repair_copy(copying, [2, 3, 7])
    assert list(copy_differences(copying)) == []
    assert not SearchOutbox.objects.filter(pk__in=[2, 3]).exists()


def test_two_that_send_at_once_leave_the_newer(copying: ElasticsearchEngine):
    copying.send([entry(0)])
    at_once = threading.Barrier(2)

    def send(versions: range) -> None:
        at_once.wait()
        for version in versions:
            copying.send([entry(pk, version) for pk in range(20)])

    run_together(lambda: send(range(2, 12)), lambda: send(range(11, 1, -1)))
    assert set(kept(copying).values()) == {11}


def test_what_is_deleted_stays_deleted_when_an_old_version_comes_late(copying: ElasticsearchEngine):
    copying.send([entry(1, 1), entry(2, 1)])
    copying.send([entry(1, 2, is_gone=True)])
    assert copying.send([entry(1, 1)]) == {1}
    assert kept(copying) == {2: 1}
    assert copying.rebuild([entry(1, 2, is_gone=True), entry(2, 1)]) == 1
    copying.send([entry(1, 1)])
    assert kept(copying) == {2: 1}


def test_what_comes_back_after_a_deletion_is_there_again(copying: ElasticsearchEngine):
    copying.send([entry(1, 2, is_gone=True)])
    copying.send([entry(1, 3)])
    assert kept(copying) == {1: 3}


def test_a_first_copy_gets_all_rows_again_whatever_they_say(copying: ElasticsearchEngine):
    SearchOutbox.objects.all().delete()
    entry(1, 5).save()
    entry(2, 6, is_gone=True).save()
    copying.send([entry(3)])
    assert set(SearchOutbox.objects.values_list("pk", "version")) >= {(1, 5), (2, 6)}


def test_two_first_copies_at_once_are_one(copying: ElasticsearchEngine):
    copying.copy._create(f"{copying.copy.prefix}entries-first", copying.copy.alias)
    copying.copy._begin()
    assert is_in_order(copying)


def test_without_a_copy_the_engine_is_unavailable(copying: ElasticsearchEngine):
    assert kept(copying) == {}
    with pytest.raises(EngineUnavailable):
        copying.suggest(["мусор"], frozenset({"public"}), "ru", 5)


def test_a_server_that_refuses_or_hangs_is_unavailable_soon(settings: Settings):
    with socket.create_server(
        (processes.LOOPBACK, 0)
    ) as hangs:  # takes connections, and says nothing
        for port in (processes.free_port(), hangs.getsockname()[1]):
            settings.ELASTICSEARCH_NODES = [f"http://{processes.LOOPBACK}:{port}"]
            before = time.monotonic()
            with pytest.raises(EngineUnavailable):
                ElasticsearchEngine().suggest(["м"], frozenset(), "ru", 5)
            assert time.monotonic() - before < 8  # the client's own patience is ten seconds


def test_a_rebuild_goes_on_answering_and_drops_what_is_in_no_row(copying: ElasticsearchEngine):
    copying.send([entry(1), entry(9)])
    before = names(copying)

    def rows() -> Iterator[SearchEntry]:
        assert kept(copying) == {1: 1, 9: 1}  # while the new copy is being filled
        yield from [entry(1), entry(2, 3)]

    assert copying.rebuild(rows()) == 2
    assert kept(copying) == {1: 1, 2: 3}
    assert is_in_order(copying)
    assert names(copying).keys().isdisjoint(before)


def test_what_is_written_during_a_rebuild_is_in_the_new_copy(copying: ElasticsearchEngine):
    table = Table(range(300))
    copying.send(table.all())
    ended = threading.Event()

    def write(seed: int) -> None:
        chance = random.Random(seed)
        while not ended.is_set():
            table.change(chance)
            table.drain(copying)

    def rebuild() -> None:
        try:
            for _ in range(3):
                copying.rebuild(table.slowly())
        finally:
            ended.set()

    run_together(rebuild, lambda: write(1), lambda: write(2))
    table.drain(copying)
    assert kept(copying) == {row.pk: row.version for row in table.all() if not row.is_deleted}
    assert is_in_order(copying)


KILLED_HALFWAY = """
import sys
import django
django.setup()
from search.engines.elasticsearch import ElasticsearchEngine
from tests.search.engines.test_copy import entry

def rows():
    yield from (entry(pk, 2) for pk in range(600))
    print("halfway", flush=True)
    sys.stdin.read()

ElasticsearchEngine(30).rebuild(rows())
"""


def test_a_rebuild_that_is_killed_and_run_again_leaves_one_copy(copying: ElasticsearchEngine):
    copying.send([entry(pk, 1) for pk in range(600)])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.test",
        "ELASTICSEARCH_URL": os.environ["TEST_ELASTICSEARCH_URL"],
        "ELASTICSEARCH_INDEX_PREFIX": copying.copy.prefix,
    }
    process = subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-c", KILLED_HALFWAY],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.readline() == b"halfway\n"
    process.kill()
    process.wait()
    assert len(names(copying)) == 2
    assert set(kept(copying).values()) == {1}
    assert copying.send([entry(0, 3)]) == {0}  # into both
    assert kept(copying)[0] == 3
    assert copying.rebuild(entry(pk, 3 if pk == 0 else 2) for pk in range(600)) == 600
    assert is_in_order(copying)
    assert kept(copying) == {pk: 3 if pk == 0 else 2 for pk in range(600)}


class Table:
    """Rows as a database has them: who reads gets what is committed at that moment."""

    def __init__(self, keys: range) -> None:
        self._lock = threading.Lock()
        self._rows = {pk: entry(pk) for pk in keys}
        self._sent: dict[int, int] = {}

    def all(self) -> list[SearchEntry]:
        with self._lock:
            return [copied(row) for row in self._rows.values()]

    def slowly(self) -> Iterator[SearchEntry]:
        """Row by row, so that others are changed meanwhile."""
        for pk in list(self._rows):
            with self._lock:
                row = copied(self._rows[pk])
            yield row

    def change(self, chance: random.Random) -> None:
        """Some rows get a new version; some of them are gone with it, or come back."""
        with self._lock:
            for pk in chance.sample(sorted(self._rows), 10):
                version = self._rows[pk].version + 1
                self._rows[pk] = entry(pk, version, is_gone=chance.random() < 0.3)

    def drain(self, engine: ElasticsearchEngine) -> None:
        """As the task does it: what is not in stays pending."""
        while waiting := [row for row in self.all() if self._sent.get(row.pk) != row.version]:
            there = engine.send(waiting)
            with self._lock:
                self._sent |= {row.pk: row.version for row in waiting if row.pk in there}


def run_together(*work: Callable[[], object]) -> None:
    """Each in a thread of its own; a failure in one is ours."""
    failures: list[BaseException] = []

    def run(do: Callable[[], object]) -> None:
        try:
            do()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=[each]) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
