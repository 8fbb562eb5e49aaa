"""A Redis of our own."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.services import processes
from tests.services.service import Service


class Redis(Service):
    """`url` says how Django and Celery connect. It keeps nothing on disk, unless `is_kept`."""

    name = "Redis"

    def __init__(self, folder: Path, *, port: int | None = None, is_kept: bool = False) -> None:
        super().__init__(folder, port=port)
        self.is_kept = is_kept

    @property
    def url(self) -> str:
        return f"redis://{processes.LOOPBACK}:{self.port}/0"

    def user(self) -> str | None:
        return processes.unprivileged_user()

    def command(self) -> Sequence[str | Path]:
        program = shutil.which("redis-server")
        if program is None:
            raise processes.ServiceFailed("Redis is not installed.")
        options = {
            "bind": processes.LOOPBACK,
            "port": str(self.port),
            "dir": str(self.folder),
            "save": "",
            "appendonly": "yes" if self.is_kept else "no",
        }
        return [
            program,
            *(part for name, value in options.items() for part in (f"--{name}", value)),
        ]
