"""The site's own processes as production has them: gunicorn, Celery's workers, and their beat."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from lms.queues import SLOW, URGENT
from lms.settings.environment import BASE_DIR
from tests.services import processes
from tests.services.service import Service


class SiteProcess(Service):
    """A Python module with arguments, in the environment that it shares with the others."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], *, port: int | None = None
    ) -> None:
        super().__init__(folder, port=port)
        # Unbuffered: beat says on standard output that it starts.
        ours = {"PYTHONPATH": str(BASE_DIR), "PYTHONUNBUFFERED": "1"}
        self.environment = {**environment, **ours}

    def arguments(self) -> Sequence[str]:
        """The module, and what it is told."""
        raise NotImplementedError

    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-m", *self.arguments()]

    def launch(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.unlink(missing_ok=True)  # the last run's would say that this one is ready
        self.process = processes.start(
            self.command(), log=self.log, environment=self.environment, folder=BASE_DIR
        )


class Worker(SiteProcess):
    """For all tasks, as a small site has it."""

    name = "Worker"
    concurrency = 2
    of_queue: Sequence[str] = ()
    modules: Sequence[str] = ()  # with tasks of tests

    def arguments(self) -> Sequence[str]:
        concurrency = f"--concurrency={self.concurrency}"
        modules = [f"--include={','.join(self.modules)}"] if self.modules else []
        of_queue = [*self.of_queue, *modules]
        return ["celery", "--app=lms", "worker", concurrency, "--loglevel=INFO", *of_queue]

    def is_ready(self) -> bool:
        return "ready." in processes.tail(self.log)

    def kill_all(self) -> None:
        """End it and its children, as the kernel does when memory runs out."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class UrgentWorker(Worker):
    of_queue = (f"--queues={URGENT}",)


class SlowWorker(Worker):
    """Beside the other, so that nobody waits for it."""

    name = "SlowWorker"
    concurrency = 1
    of_queue = (
        f"--queues={SLOW}",
        f"--hostname={SLOW}@%h",
    )  # two of one name would take each other for themselves


class Beat(SiteProcess):
    name = "Beat"

    def arguments(self) -> Sequence[str]:
        kept = self.log.with_name("beat.schedule")
        return ["celery", "--app=lms", "beat", f"--schedule={kept}", "--pidfile="]

    def is_ready(self) -> bool:
        return "is starting." in processes.tail(self.log)


class Web(SiteProcess):
    name = "Web"

    def arguments(self) -> Sequence[str]:
        return ["gunicorn", f"--bind={processes.LOOPBACK}:{self.port}"]  # and gunicorn.conf.py

    def is_ready(self) -> bool:
        address = f"http://{processes.LOOPBACK}:{self.port}/healthz"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def manage(environment: Mapping[str, str], *command: str) -> None:
    """Run `manage.py` with these words. Raises `ServiceFailed` with what it said."""
    done = subprocess.run(  # noqa: S603  our own command
        [sys.executable, BASE_DIR / "manage.py", *command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise processes.ServiceFailed(
            f"manage.py {' '.join(command)} failed:\n{done.stdout[-4000:]}"
        )
