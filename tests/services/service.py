"""A server process on a loopback port: started, ended, killed and hung, as tests and `make stack` want it."""

import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tests.services import processes


class Service:
    """Runs while the `with` lasts, or from `start` to `stop`. What its folder holds is there at the next start."""

    name: str
    ends_by = signal.SIGTERM
    process: subprocess.Popen[bytes]

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        self.folder = folder / self.name.lower()
        self.log = folder / f"{self.name.lower()}.log"
        self.port = port or processes.free_port()

    def user(self) -> str | None:
        """Who it runs as; None means ourselves."""
        return None

    def prepare(self) -> None:
        """What its folder needs before its first start."""

    def command(self) -> Sequence[str | Path]:
        """The program and its arguments. Raises `ServiceFailed` when it is not installed."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        """Whether it does its work, and not only listens."""
        return processes.answers(self.port)

    def launch(self) -> None:
        """Start the process, and return at once."""
        command = self.command()
        self.folder.mkdir(parents=True, exist_ok=True)
        processes.give_to(self.user(), self.folder)
        self.prepare()
        self.process = processes.start(command, log=self.log, user=self.user())

    def wait(self) -> None:
        """Return once it does its work. Raises `ServiceFailed` with the end of its log."""
        processes.wait_until(self.is_ready, process=self.process, log=self.log, what=self.name)

    def start(self) -> None:
        """Start the process, and return once it does its work."""
        self.launch()
        self.wait()

    def stop(self) -> None:
        """Let it end in good order."""
        processes.stop(self.process, signal_number=self.ends_by)

    def kill(self) -> None:
        """End it as a power cut would (what the kernel has in memory stays)."""
        self.process.kill()
        self.process.wait()

    def hang(self) -> None:
        """Let it neither work nor end; its port still takes connections."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """End what `hang` began."""
        self.process.send_signal(signal.SIGCONT)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()
