"""What is killed here belongs to the test: a Redis, workers and web processes of its own, on the test's database."""

import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery import current_app
from django.db import connection

from tests.checks.__main__ import PRODUCTION
from tests.services.elasticsearch import build
from tests.services.elasticsearch.server import Cluster, Elasticsearch
from tests.services.redis_server import Redis

CONFIGURED = ("task_always_eager", "broker_url")


@pytest.fixture
def over() -> Iterator[Callable[[str], None]]:
    """Sends tasks over a broker, as production does, for the length of a test."""
    before = {name: current_app.conf[name] for name in CONFIGURED}

    def use(url: str) -> None:
        current_app.conf.update(task_always_eager=False, broker_url=url)
        current_app._after_fork()  # Celery's own way to forget the connections that it has

    yield use
    current_app.conf.update(before)
    current_app._after_fork()


@pytest.fixture
def redis() -> Iterator[Redis]:
    """A Redis that may be killed."""
    if not shutil.which("redis-server"):
        pytest.skip("needs Redis: make test installs it")
    # Not in pytest's own folder, which Redis, without rights, may not enter.
    with (
        tempfile.TemporaryDirectory(prefix="tajryiba-redis-") as folder,
        Redis(Path(folder)) as server,
    ):
        yield server


@pytest.fixture
def environment(redis: Redis, transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """Production on the test's database and its Redis, over plain http, with mail into a folder."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(
        path=f"/{connection.settings_dict['NAME']}"
    )
    mail = tmp_path / "mail"
    mail.mkdir()
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        **PRODUCTION,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "SECURE_SSL_REDIRECT": "false",
        "TRUSTED_PROXY_COUNT": "0",
        "EMAIL_URL": f"filemail:///{mail}",
        "DATABASE_URL": database.geturl(),
        "REDIS_URL": redis.url,
        "VAR_DIR": str(tmp_path / "var"),
    }


@pytest.fixture
def elasticsearch_of_its_own(
    environment: dict[str, str], tmp_path: Path
) -> Iterator[Elasticsearch]:
    """An Elasticsearch that may be killed, and that the test's processes use."""
    if not build.is_available():
        pytest.skip("needs Elasticsearch: make test installs it")
    with Elasticsearch(tmp_path / "search") as server:
        environment["ELASTICSEARCH_URL"] = server.url
        yield server


@pytest.fixture
def cluster_of_its_own(environment: dict[str, str], tmp_path: Path) -> Iterator[Cluster]:
    """Three nodes of Elasticsearch that the test's processes use, and every index twice."""
    if not build.is_available():
        pytest.skip("needs Elasticsearch: make test installs it")
    with Cluster(tmp_path / "search", heap="256m") as cluster:
        environment["ELASTICSEARCH_URL"] = ",".join(cluster.urls)
        environment |= {"ELASTICSEARCH_SHARDS": "3", "ELASTICSEARCH_REPLICAS": "1"}
        yield cluster


@pytest.fixture
def chance() -> random.Random:
    """What is done and what fails is drawn; `FAULTS_SEED` draws the same again."""
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"FAULTS_SEED={seed}")  # noqa: T201  shown when the test fails
    return random.Random(seed)


def until(holds: Callable[[], bool], *, within: float) -> float:
    """Wait for other processes, which tell nobody. Returns the seconds; fails when they are over."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within, f"It did not happen within {within} seconds."
        time.sleep(0.05)
    return time.monotonic() - began
