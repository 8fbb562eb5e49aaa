"""One of three nodes of Elasticsearch is killed while people search and write: `make faults`."""

import random
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import make_courses
from tests.faults.conftest import until
from tests.faults.editors import Editors, nothing_waits
from tests.services.elasticsearch.server import Cluster
from tests.services.redis_server import Redis
from tests.services.site import Beat, Web, Worker, manage

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]

CHANGES = 60
KILLED_BETWEEN = (15, 30)  # changes
READERS = 2
PAUSE = 0.1  # seconds between two searches of a reader: two cores have to do all of this
ANSWERED_WITHIN = 15  # seconds, on a machine that is busy
CAUGHT_UP_WITHIN = 90  # seconds; a sweep comes round each minute
STANDS_IN = 'class="note tip"'  # the page says that its results may be incomplete


@dataclass
class Readers:
    """People who search without a pause, and write down every answer that is not what it should be."""

    site: str
    words: str
    wanted: str  # the address that every page of results must have
    answers: int = 0
    stood_in: int = 0  # answers that the database gave
    failures: list[str] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._search) for _ in range(READERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._ended.set()
            for thread in threads:
                thread.join()

    @property
    def answers_of_engine(self) -> int:
        return self.answers - self.stood_in

    def _search(self) -> None:
        address = f"{self.site}/ru/search/?{urllib.parse.urlencode({'q': self.words})}"
        while not self._ended.wait(PAUSE):
            try:
                with urllib.request.urlopen(address, timeout=ANSWERED_WITHIN) as answer:  # noqa: S310  ours
                    page = answer.read().decode()
            except OSError as error:
                self.failures.append(repr(error))
                continue
            self.answers += 1
            self.stood_in += STANDS_IN in page
            if f'href="{self.wanted}' not in page:
                self.failures.append("what was looked for is not there")


def test_a_node_is_killed_while_people_search_and_write(
    environment: dict[str, str],
    redis: Redis,
    over: Callable[[str], None],
    cluster_of_its_own: Cluster,
    tmp_path: Path,
    chance: random.Random,
):
    over(redis.url)
    editors = Editors(chance)
    course = make_courses.course()
    make_courses.publish_again(course.page, title="Водоснабжение")
    manage(environment, "collectstatic", "--no-input", "--verbosity=0")
    killed, at = chance.choice(cluster_of_its_own.nodes), chance.randint(*KILLED_BETWEEN)
    with (
        Worker(tmp_path, environment),
        Beat(tmp_path, environment),
        Web(tmp_path, environment) as web,
    ):
        manage(environment, "search_rebuild")
        site = f"http://127.0.0.1:{web.port}"
        readers = Readers(site, "водоснабжение", f"/ru/courses/{course.page.slug}/")
        with readers.at_work():
            for number in range(CHANGES):
                if number == at:
                    killed.kill()
                editors.change()
            until(nothing_waits, within=CAUGHT_UP_WITHIN)
            # On a machine that is busy a node may take longer than a reader waits: then the database answers. But the
            # two that are left do answer.
            so_far = readers.answers_of_engine
            until(lambda: readers.answers_of_engine > so_far, within=CAUGHT_UP_WITHIN)
        print(f"{readers.answers} searches, {readers.stood_in} of them by the database")  # noqa: T201  shown when it fails
        assert readers.failures == []
        manage(environment, "search_check")  # fails with every difference that there is
        killed.start()
        manage(environment, "search_check")
