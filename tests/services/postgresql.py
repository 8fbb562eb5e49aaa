"""A PostgreSQL of our own: a fresh cluster, without durability, since it lives as long as the tests."""

import shutil
import signal
import subprocess
from pathlib import Path
from typing import Self

from tests.services import processes

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


class PostgreSQL:
    """Runs while the `with` lasts; `url` says how Django connects."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "postgresql"
        self.log = folder / "postgresql.log"
        self.port = processes.free_port()

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """How one connects to one of its databases."""
        return f"postgresql://postgres@{processes.LOOPBACK}:{self.port}/{database}"

    def __enter__(self) -> Self:
        found = programs()
        if found is None:
            raise processes.ServiceFailed("PostgreSQL is not installed.")
        user = processes.unprivileged_user("postgres")
        self.folder.mkdir()
        processes.give_to(user, self.folder)
        self._initialise(found, user)
        options = {
            **QUICK,
            "listen_addresses": processes.LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
        }
        self.process = processes.start(
            [
                found / "postgres",
                "-D",
                self.folder,
                *(f"--{name}={value}" for name, value in options.items()),
            ],
            log=self.log,
            user=user,
        )
        processes.wait_until(
            lambda: processes.answers(self.port),
            process=self.process,
            log=self.log,
            what="PostgreSQL",
        )
        subprocess.run(  # noqa: S603  our own command
            [found / "createdb", f"--maintenance-db={self.url_of('postgres')}", DATABASE],
            check=True,
        )
        return self

    def _initialise(self, found: Path, user: str | None) -> None:
        made = subprocess.run(  # noqa: S603  our own command
            [
                found / "initdb",
                f"--pgdata={self.folder}",
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            user=user,
            extra_groups=[] if user else None,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise processes.ServiceFailed(f"initdb failed:\n{made.stdout}\n{made.stderr}")

    def __exit__(self, *exception: object) -> None:
        processes.stop(self.process, signal_number=signal.SIGINT)  # a “fast” shutdown
