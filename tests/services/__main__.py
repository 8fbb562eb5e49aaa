"""Run a command beside PostgreSQL, Redis and Elasticsearch, then stop them: `python -m tests.services pytest …`.

The command finds them in `DATABASE_URL`, `TEST_REDIS_URL` and `TEST_ELASTICSEARCH_URL`. What is not installed is said,
and its tests skip themselves (which is a failure where `CI` is set). `--without elasticsearch`, before the command,
saves the ten seconds of a service that it does not need.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.services import postgresql
from tests.services.elasticsearch import build
from tests.services.elasticsearch.server import Elasticsearch
from tests.services.postgresql import PostgreSQL
from tests.services.processes import ServiceFailed
from tests.services.redis_server import Redis

Kind = type[Elasticsearch] | type[PostgreSQL] | type[Redis]

# The variable in which the command finds it, and whether it is installed. The slowest first: they start at once.
SERVICES: dict[Kind, tuple[str, Callable[[], bool]]] = {
    Elasticsearch: ("TEST_ELASTICSEARCH_URL", build.is_available),
    PostgreSQL: ("DATABASE_URL", lambda: postgresql.programs() is not None),
    Redis: ("TEST_REDIS_URL", lambda: shutil.which("redis-server") is not None),
}


def main(arguments: list[str]) -> int:
    """Run the command with the services up; its exit code is ours."""
    without, command = set(), list(arguments)
    while command[:1] == ["--without"]:
        without.add(command[1].lower())
        del command[:2]
    environment = dict(os.environ)
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="tajryiba-tests-")))
        launched = []
        for kind, (variable, is_installed) in SERVICES.items():
            if kind.name.lower() in without:
                continue
            service = launch(kind, folder) if is_installed() else None
            if service is None:
                say(f"{kind.name} is not installed: its tests are skipped.")
                continue
            running.callback(service.stop)
            launched.append(service)
            environment[variable] = service.url
        for service in launched:
            service.wait()
        try:
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  what the caller asked for
        except KeyboardInterrupt:
            return 130


def launch(kind: Kind, folder: Path) -> Elasticsearch | PostgreSQL | Redis | None:
    """A service that starts; None, and why, when what it is made of cannot be had."""
    service = kind(folder)
    try:
        service.launch()
    except ServiceFailed as failure:
        say(str(failure))
        return None
    return service


def say(sentence: str) -> None:
    sys.stderr.write(f"\n*** {sentence}\n\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
