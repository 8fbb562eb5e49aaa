"""The test database: made once by the migrations, then copied, for each worker and after each test that commits.

Migrating takes ten seconds, a copy takes a tenth of one.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection, connections

from lms.settings.environment import BASE_DIR

# The name by which pytest-django and Django's live server know a database in memory.
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"
FOLDER = Path(settings.VAR_DIR) / "test"


def fingerprint(*patterns: str) -> str:
    """A name that changes with the files that decide what a migrated database holds."""
    digest = hashlib.sha256((BASE_DIR / "requirements.txt").read_bytes())
    files = {path for pattern in patterns for path in BASE_DIR.glob(pattern)}
    for path in sorted(path for path in files if path.is_file()):
        digest.update(f"{path.relative_to(BASE_DIR)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Only one worker of this machine is inside."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate() -> None:
    """Bring the connected, empty database to where a fresh installation is."""
    call_command("migrate", verbosity=0, interactive=False)
    set_up()


def set_up() -> None:
    """What every installation has beside its tables: languages, root pages, groups."""
    if "set_up_site" in get_commands():
        call_command("set_up_site", verbosity=0)


def leave_statistics_alone() -> None:
    """Let PostgreSQL plan by what it supposes of tables that nobody has counted.

    It would count them between two tests, when they are empty and full of dead rows, and then take the fifty people
    of the next for one: a list that takes milliseconds took a minute.
    """
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = false)')


def connect_to(name: str) -> None:
    """Let the default connection speak to another database from now on."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


class MemoryDatabase:
    """SQLite in memory, from a migrated file that stays between runs."""

    def make(self) -> None:
        """Connect to a fresh copy."""
        code = fingerprint(
            "l*/**/migrations/*.py",
            "c*/**/migrations/*.py",
            "exchange/**/migrations/*.py",
            "search/migrations/*.py",
            "search/data/*",
            "l*/**/apps.py",
        )
        template = FOLDER / f"migrated-{code}.sqlite3"
        with one_at_a_time(template.stem):
            if not template.exists():
                self._migrate(template)
        connect_to(IN_MEMORY)
        self.start = sqlite3.connect(":memory:", check_same_thread=False)
        with sqlite3.connect(template) as source:
            source.backup(self._raw())
        set_up()
        self._raw().backup(self.start)

    def _migrate(self, template: Path) -> None:
        unfinished = template.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        connect_to(str(unfinished))
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")  # one file, that a copy can begin from
        connections.close_all()
        for older in FOLDER.glob("migrated-*.sqlite3"):
            older.unlink()
        unfinished.rename(template)

    def _raw(self) -> sqlite3.Connection:
        connection.ensure_connection()
        raw: sqlite3.Connection = connection.connection
        return raw

    def restore(self) -> None:
        """Forget what a test has committed."""
        self.start.backup(self._raw())

    def drop(self) -> None:
        self.start.close()


class ServerDatabase:
    """PostgreSQL: one migrated template in the cluster, copied by the server itself."""

    def make(self) -> None:
        """Connect to a fresh copy."""
        code = fingerprint(
            "lms/**/*.py",
            "courses/**/*.py",
            "exchange/**/*.py",
            "search/**/*.py",
            "search/data/*",
        )
        self.template = f"tajryiba_template_{code}"
        names = connection.settings_dict
        self.name = names["TEST"]["NAME"] or f"test_{names['NAME']}"
        with one_at_a_time(self.template):
            if not self._exists(self.template):
                self._migrate()
        self.restore()

    def _migrate(self) -> None:
        unfinished = f"{self.template}_unfinished"
        self._execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
        self._execute(f'CREATE DATABASE "{unfinished}"')
        connect_to(unfinished)
        migrate()
        leave_statistics_alone()
        connections.close_all()
        self._execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')

    def _exists(self, name: str) -> bool:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None

    def _execute(self, statement: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)

    def restore(self) -> None:
        """Forget what a test has committed."""
        self.drop()
        self._execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        connect_to(self.name)

    def drop(self) -> None:
        connections.close_all()
        self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def database_for_tests() -> MemoryDatabase | ServerDatabase:
    """The one that fits the database in the settings."""
    return MemoryDatabase() if connection.vendor == "sqlite" else ServerDatabase()
