"""What all tests share: a database that is a copy of a migrated one, and no silent skip where CI runs."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from elasticsearch import Elasticsearch
from pytest_django import DjangoDbBlocker

from lms.catalogues import compile_catalogues
from tests.services import databases

# A test's time depends on what else the machine does; the whole run has a limit of its own.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """In place of pytest-django's: copies instead of migrating for each worker, and flushing after each test.

    Django's flush would take the root pages and languages of the site with it; a copy brings them back.
    """
    database = databases.database_for_tests()

    def restore(_: TransactionTestCase) -> None:
        database.restore()

    with django_db_blocker.unblock():
        database.make()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session", autouse=True)
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests upload lies where nobody looks for it."""
    with override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))):
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Translations are read from compiled catalogues, as everywhere; one process makes them for all workers."""
    if not hasattr(config, "workerinput"):
        compile_catalogues(Path(folder) for folder in settings.LOCALE_PATHS)


def pytest_runtest_setup(item: pytest.Item) -> None:
    translation.deactivate()  # a page that an earlier test read leaves its language behind
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: python -m tests.services pytest …")
    if item.get_closest_marker("elasticsearch") and not os.environ.get("TEST_ELASTICSEARCH_URL"):
        pytest.skip("needs Elasticsearch: python -m tests.services pytest …")


@pytest.fixture(scope="session")
def elasticsearch() -> str:
    """The address of the server that all tests share, for those with the marker of that name."""
    return os.environ["TEST_ELASTICSEARCH_URL"]


@pytest.fixture
def elasticsearch_prefix(elasticsearch: str) -> Iterator[str]:
    """How a test's indices begin, and nobody else's; they go with the test."""
    prefix = f"test-{uuid.uuid4().hex[:12]}-"
    yield prefix
    with Elasticsearch(elasticsearch, request_timeout=60) as client:
        for name in client.indices.get(index=f"{prefix}*", expand_wildcards="all"):
            client.indices.delete(index=name)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test is a failed one where CI runs: there everything has been installed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI"):
        return
    if reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line("Tests were skipped, which CI does not allow.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
