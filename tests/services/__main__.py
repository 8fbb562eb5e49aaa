"""Start PostgreSQL and Redis, run a command against them, stop them: `python -m tests.services pytest …`.

The command finds them in `DATABASE_URL` and `TEST_REDIS_URL`. What is not installed is said, and its tests skip
themselves (which is a failure where `CI` is set).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.services import postgresql
from tests.services.postgresql import PostgreSQL
from tests.services.redis_server import Redis


def main(command: list[str]) -> int:
    """Run the command with the services up; its exit code is ours."""
    environment = dict(os.environ)
    with ExitStack() as services:
        folder = Path(services.enter_context(tempfile.TemporaryDirectory(prefix="tajryiba-tests-")))
        if postgresql.programs() is None:
            say("PostgreSQL is not installed: its tests are skipped.")
        else:
            environment["DATABASE_URL"] = services.enter_context(PostgreSQL(folder)).url
        if shutil.which("redis-server") is None:
            say("Redis is not installed: its tests are skipped.")
        else:
            environment["TEST_REDIS_URL"] = services.enter_context(Redis(folder)).url
        try:
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603  what the caller asked for
        except KeyboardInterrupt:
            return 130


def say(sentence: str) -> None:
    sys.stderr.write(f"\n*** {sentence}\n\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
