"""All of production on this machine, without Docker: `make stack` starts it, `make stack-stop` ends it.

PostgreSQL, Redis, Elasticsearch, Celery's two workers, their beat and gunicorn, with production's settings, on loopback
ports of their own. What they keep stays in `var/stack`. Started again, what runs is left alone, but the site's own
processes begin anew, so that they run the code of now.
"""

import argparse
import fcntl
import json
import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from lms.settings.environment import BASE_DIR, DOCUMENTED, variables_in
from lms.website.management.commands.start import ACCOUNTS
from tests.services import processes
from tests.services.elasticsearch.server import Elasticsearch
from tests.services.postgresql import PostgreSQL
from tests.services.processes import ServiceFailed
from tests.services.redis_server import Redis
from tests.services.service import Service
from tests.services.site import Beat, SlowWorker, UrgentWorker, Web, manage

ENDS_WITHIN = 30  # seconds; a worker finishes its task first
PREPARE = (  # each may run again, and then finds little to do
    ("start", "--prepare-only", "--no-demo"),  # what README asks for at every upgrade
    ("seed_demo", "--in-production"),
    ("search_rebuild", "--if-needed"),
)
STARTED: tuple[type[Service], ...] = (
    Elasticsearch,
    PostgreSQL,
    Redis,
    UrgentWorker,
    SlowWorker,
    Beat,
    Web,
)

Started = TypeVar("Started", bound=Service)


class Stack:
    """The processes that `running.json` names, and what they keep beside it."""

    def __init__(self, folder: Path, *, port: int) -> None:
        self.folder = folder.resolve()
        self.port = port
        self.file = self.folder / "running.json"
        self.running: dict[str, dict[str, int | str | None]] = {}

    @property
    def address(self) -> str:
        """Where people find it: a name, since browsers offer passkeys at a name only."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Bring everything up, with the demonstration. Raises `ServiceFailed` when something does not start."""
        with self.alone():
            self.refuse_what_cannot_be()
            elasticsearch = Elasticsearch(
                self.folder, port=self.port_of(Elasticsearch), is_for_long=True
            )
            postgresql = PostgreSQL(self.folder, port=self.port_of(PostgreSQL), is_kept=True)
            redis = Redis(self.folder, port=self.port_of(Redis), is_kept=True)
            self.bring_up(elasticsearch, postgresql, redis)
            environment = self.environment(
                DATABASE_URL=postgresql.url,
                REDIS_URL=redis.url,
                ELASTICSEARCH_URL=elasticsearch.url,
            )
            for command in PREPARE:
                manage(environment, *command)
            for kind in (Web, Beat, SlowWorker, UrgentWorker):
                self.end(kind)
            self.bring_up(
                UrgentWorker(self.folder, environment),
                SlowWorker(self.folder, environment),
                Beat(self.folder, environment),
                Web(self.folder, environment, port=self.port),
            )

    def stop(self) -> None:
        """End what runs, the last first."""
        with self.alone():
            for kind in reversed(STARTED):
                self.end(kind)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else starts or ends it meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.running = json.loads(self.file.read_text()) if self.file.exists() else {}
            yield

    def refuse_what_cannot_be(self) -> None:
        """Raises `ServiceFailed` before anything has been started."""
        user = processes.unprivileged_user("postgres")
        closed = [
            folder for folder in self.folder.parents if user and not folder.stat().st_mode & 0o001
        ]
        if closed:
            raise ServiceFailed(
                f"PostgreSQL does not run as root, and its user may not enter {closed[0]}."
                " Choose another folder: make stack STACK=/var/lib/tajryiba"
            )
        if not self.is_running(Web) and processes.answers(self.port):
            raise ServiceFailed(
                f"Port {self.port} is taken by another program."
                f" Choose another: make stack STACK_PORT={self.port + 1}"
            )

    def bring_up(self, *services: Service) -> None:
        """Start at once what does not run, and return when all do their work."""
        began = [service for service in services if not self.is_at_work(service)]
        for service in began:
            self.end(type(service))
            service.launch()
            self.keep(service)
        for service in began:
            service.wait()

    def is_at_work(self, service: Service) -> bool:
        return self.is_running(type(service)) and service.is_ready()

    def port_of(self, kind: type[Service]) -> int | None:
        """The port on which it runs already."""
        return int(self.running[kind.name]["port"] or 0) if self.is_running(kind) else None

    def keep(self, service: Service) -> None:
        """Write down what has been started, so that another process can end it."""
        pid = service.process.pid
        self.running[service.name] = {
            "pid": pid,
            "birth": processes.birth(pid),
            "port": service.port,
        }
        self.file.write_text(json.dumps(self.running, indent=2))

    def is_running(self, kind: type[Service]) -> bool:
        """Whether the process that we started is there; another that was given its number is not it."""
        known = self.running.get(kind.name)
        birth = processes.birth(int(known["pid"] or 0)) if known else None
        return known is not None and birth is not None and birth == known["birth"]

    def end(self, kind: type[Service]) -> None:
        """End a process of ours in good order, or else at once."""
        for number in (kind.ends_by, signal.SIGKILL):
            deadline = time.monotonic() + ENDS_WITHIN
            if self.is_running(kind):
                os.kill(int(self.running[kind.name]["pid"] or 0), number)
            while self.is_running(kind) and time.monotonic() < deadline:
                time.sleep(0.05)  # not our child, so that nobody tells us when it has ended
        self.running.pop(kind.name, None)
        self.file.write_text(json.dumps(self.running, indent=2))

    def environment(self, **addresses: str) -> dict[str, str]:
        """What the site reads: a file that `manage.py` can be given too, and nothing of a developer's own."""
        site, mail = self.folder / "site", self.folder / "mail"
        for folder in (site, mail):
            folder.mkdir(exist_ok=True)
        values = {
            "SECRET_KEY": self.secret_key(),
            "ALLOWED_HOSTS": f"localhost,{processes.LOOPBACK}",
            "SITE_URL": self.address,
            "SECURE_SSL_REDIRECT": "false",
            "TRUSTED_PROXY_COUNT": "0",
            "REQUIRE_MFA_FOR_ROLES": "false",  # the demonstration's accounts have none
            "EMAIL_URL": f"filemail:///{mail}",
            "DEFAULT_FROM_EMAIL": "noreply@localhost",
            "VAR_DIR": str(site),
            **addresses,
        }
        file = self.folder / "site.env"
        file.touch(mode=0o600)
        file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
        foreign = {*variables_in(DOCUMENTED), "PYTHONPATH"}
        return {
            **{name: value for name, value in os.environ.items() if name not in foreign},
            "DJANGO_SETTINGS_MODULE": "lms.settings.production",
            "ENV_FILE": str(file),
        }

    def secret_key(self) -> str:
        """One for the life of the folder, so that a restart signs nobody out."""
        file = self.folder / "secret_key"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(50))
        return file.read_text()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.services.stack", description=__doc__)
    parser.add_argument("act", choices=["start", "stop"])
    parser.add_argument("--folder", type=Path, default=BASE_DIR / "var" / "stack")
    parser.add_argument("--port", type=int, default=8080)
    options = parser.parse_args()
    stack = Stack(options.folder, port=options.port)
    try:
        if options.act == "stop":
            stack.stop()
            return 0
        stack.start()
    except ServiceFailed as failure:
        sys.stderr.write(f"\n*** {failure}\n")
        return 1
    sys.stdout.write(
        f"\nTajryiba is at {stack.address}  (make stack-stop ends it)\n{ACCOUNTS}\n"
        f"Logs, and the mail that it sends, are in {stack.folder}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
