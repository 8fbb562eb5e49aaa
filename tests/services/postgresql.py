"""A PostgreSQL of our own: a fresh cluster, without durability where it lives as long as the tests."""

import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.services import processes
from tests.services.service import Service

DATABASE = "tajryiba"

# What makes it quick is what nobody may do in production: a power cut would lose everything.
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "256MB",
    "max_connections": "120",
    "autovacuum_naptime": "10s",
}


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`: the newest of Debian's, or on PATH; None when it is not installed."""
    debian = sorted(
        (path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()),
        key=lambda path: int(path.parent.name),
    )
    if debian:
        return debian[-1]
    found = shutil.which("initdb")
    return Path(found).parent if found else None


class PostgreSQL(Service):
    """`url` says how Django connects. Quick, and not for keeping, unless `is_kept`."""

    name = "PostgreSQL"
    ends_by = signal.SIGINT  # a “fast” shutdown

    def __init__(self, folder: Path, *, port: int | None = None, is_kept: bool = False) -> None:
        super().__init__(folder, port=port)
        self.is_kept = is_kept

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """How one connects to one of its databases."""
        return f"postgresql://postgres@{processes.LOOPBACK}:{self.port}/{database}"

    def user(self) -> str | None:
        return processes.unprivileged_user("postgres")

    def program(self, name: str) -> Path:
        """One of its programs. Raises `ServiceFailed` when it is not installed."""
        found = programs()
        if found is None:
            raise processes.ServiceFailed("PostgreSQL is not installed.")
        return found / name

    def prepare(self) -> None:
        if (self.folder / "PG_VERSION").exists():
            return
        made = subprocess.run(  # noqa: S603  our own command
            [
                self.program("initdb"),
                f"--pgdata={self.folder}",
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                *([] if self.is_kept else ["--no-sync"]),
            ],
            user=self.user(),
            extra_groups=[] if self.user() else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise processes.ServiceFailed(f"initdb failed:\n{made.stdout}\n{made.stderr}")

    def command(self) -> Sequence[str | Path]:
        options = {
            **({} if self.is_kept else QUICK),
            "listen_addresses": processes.LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
        }
        flags = [f"--{name}={value}" for name, value in options.items()]
        return [self.program("postgres"), "-D", self.folder, *flags]

    def is_ready(self) -> bool:
        """Whether our database takes questions. It listens while it still recovers; then the database is made."""
        if self._ask("SELECT 1", DATABASE).returncode == 0:
            return True
        self._ask(f"CREATE DATABASE {DATABASE}", "postgres")
        return False

    def _ask(self, question: str, database: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603  our own command
            [self.program("psql"), "-XAtqc", question, self.url_of(database)],
            capture_output=True,
            text=True,
            check=False,
        )
