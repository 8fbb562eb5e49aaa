"""Tajryiba as `make run` serves it, in processes of its own, on a database of its own: it can really be stopped."""

import os
import shutil
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from lms.settings.environment import BASE_DIR
from tests.services import databases, processes

SERVER = [
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "lms.wsgi:application"),
    *("--host", processes.LOOPBACK, "--blocking-threads", "8", "--no-ws", "--log-level", "error"),
]
FOLDER = databases.FOLDER / "e2e"  # static files and the seeded database, kept between runs


@dataclass
class Database:
    """Where a server's rows are: a PostgreSQL database where the tests have one, else a SQLite file."""

    url: str

    @classmethod
    def named(cls, name: str, folder: Path) -> "Database":
        cluster = os.environ.get("DATABASE_URL", "")
        if cluster.startswith("postgres"):
            return cls(urlsplit(cluster)._replace(path=f"/{name}").geturl())
        return cls(f"sqlite:///{folder / name}.sqlite3")

    @property
    def is_postgresql(self) -> bool:
        return self.url.startswith("postgres")

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]

    @property
    def file(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        """In the cluster, beside the database."""
        beside = urlsplit(self.url)._replace(path="/postgres").geturl()
        with psycopg.connect(beside, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def exists(self) -> bool:
        if self.is_postgresql:
            return bool(self.execute(f"SELECT 1 FROM pg_database WHERE datname = '{self.name}'"))  # noqa: S608  our own name
        return self.file.exists()

    def create(self) -> None:
        if self.is_postgresql:
            self.execute(f'CREATE DATABASE "{self.name}"')

    def copy_from(self, other: "Database") -> None:
        if self.is_postgresql:
            self.drop()
            self.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{other.name}"')
            return
        with sqlite3.connect(other.file) as source, sqlite3.connect(self.file) as target:
            source.backup(target)

    def rename_to(self, other: "Database") -> None:
        if self.is_postgresql:
            self.execute(f'ALTER DATABASE "{self.name}" RENAME TO "{other.name}"')
        else:
            other.copy_from(self)

    def drop(self) -> None:
        if self.is_postgresql:
            self.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        else:
            for path in self.file.parent.glob(f"{self.file.name}*"):
                path.unlink()


@dataclass
class Installation:
    """A database and its uploads, with Tajryiba's commands."""

    database: Database
    media: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
            "ENV_FILE": "",
            "VAR_DIR": str(FOLDER),
            "MEDIA_ROOT": str(self.media),
            "DATABASE_URL": self.database.url,
            **self.variables,
        }

    def manage(self, *command: str) -> str:
        """Run `manage.py` with these words; returns what it said."""
        done = subprocess.run(  # noqa: S603  our own command
            [sys.executable, BASE_DIR / "manage.py", *command],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {' '.join(command)}:\n{done.stdout}{done.stderr}"
        return done.stdout


def demonstration() -> Installation:
    """The demonstration, seeded once for each state of the sources."""
    code = databases.fingerprint(
        *(
            f"{roof}/**/{kind}"
            for roof in ("lms", "courses", "exchange", "search")
            for kind in ("*.py", "demo/**/*")
        )
    )
    folder = FOLDER / f"demonstration-{code}"
    seeded = Installation(Database.named(f"demonstration_{code}", folder), folder / "media")
    with databases.one_at_a_time("demonstration"):
        if not (seeded.database.exists() and folder.exists()):
            for older in FOLDER.glob("demonstration-*"):
                shutil.rmtree(older)
            seeded.media.mkdir(parents=True)
            unfinished = Installation(
                Database.named(f"unfinished_{code}", folder), seeded.media, seeded.variables
            )
            unfinished.database.drop()
            unfinished.database.create()
            unfinished.manage("start", "--prepare-only")
            unfinished.database.rename_to(seeded.database)
        else:
            seeded.manage("start", "--prepare-only", "--no-demo")  # style sheets may have changed
    return seeded


class Server:
    """One server process on a copy of an installation."""

    def __init__(self, original: Installation, folder: Path, name: str) -> None:
        self.folder = folder
        self.installation = Installation(
            Database.named(name, folder), folder / "media", original.variables
        )
        self.installation.database.copy_from(original.database)
        shutil.copytree(original.media, self.installation.media)
        self.port = processes.free_port()
        self.log = folder / "server.log"

    @property
    def url(self) -> str:
        # localhost, since passkeys and service workers want a name.
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Serve, on the same port as before."""
        self.process = processes.start(
            [*SERVER, "--port", str(self.port)],
            log=self.log,
            environment=self.installation.environment,
        )
        processes.wait_until(self.answers, process=self.process, log=self.log, what="The server")

    def answers(self) -> bool:
        try:
            address = f"{self.url}/healthz"
            urllib.request.urlopen(address, timeout=30).close()  # noqa: S310  our own address
        except urllib.error.HTTPError as answer:
            answer.close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """Really: whoever asks now is refused a connection."""
        processes.stop(self.process)
        assert not processes.answers(self.port)

    def manage(self, *command: str) -> str:
        """Run `manage.py` beside the server, on the same database."""
        return self.installation.manage(*command)

    def drop(self) -> None:
        self.stop()
        self.installation.database.drop()
