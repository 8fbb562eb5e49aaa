"""A Redis of our own, that keeps nothing on disk."""

import shutil
from pathlib import Path
from typing import Self

from tests.services import processes


class Redis:
    """Runs while the `with` lasts; `url` says how Django and Celery connect."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "redis"
        self.log = folder / "redis.log"
        self.port = processes.free_port()

    @property
    def url(self) -> str:
        return f"redis://{processes.LOOPBACK}:{self.port}/0"

    def __enter__(self) -> Self:
        program = shutil.which("redis-server")
        if program is None:
            raise processes.ServiceFailed("Redis is not installed.")
        self.folder.mkdir()
        user = processes.unprivileged_user()
        processes.give_to(user, self.folder)
        options = {
            "bind": processes.LOOPBACK,
            "port": str(self.port),
            "dir": str(self.folder),
            "save": "",
            "appendonly": "no",
        }
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        self.process = processes.start([program, *flags], log=self.log, user=user)
        processes.wait_until(
            lambda: processes.answers(self.port), process=self.process, log=self.log, what="Redis"
        )
        return self

    def __exit__(self, *exception: object) -> None:
        processes.stop(self.process)
