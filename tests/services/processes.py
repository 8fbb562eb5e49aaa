"""What each service needs: a free port, a user without rights, a wait until it answers."""

import fcntl
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from io import FileIO
from itertools import chain
from pathlib import Path

LOOPBACK = "127.0.0.1"
STARTS_WITHIN = 120  # seconds; two cores may be busy with other work
STOPS_WITHIN = 60  # seconds
# Below those that the kernel gives to whoever connects somewhere: a server that is stopped finds its port free again.
PORTS = range(20_000, 30_000)
_given: set[int] = set()


class ServiceFailed(Exception):
    """A service did not start or stop; the message carries the end of its log."""


def free_port() -> int:
    """A loopback port on which nobody listens, and which nobody else is given here while this process lives."""
    begin = secrets.randbelow(len(PORTS))
    for port in chain(PORTS[begin:], PORTS[:begin]):
        if port not in _given and _is_ours(port):
            _given.add(port)
            return port
    raise ServiceFailed("No port is free.")


def _is_ours(port: int) -> bool:
    """Whether we could take it: from the other processes of tests, and from the kernel."""
    try:
        fcntl.lockf(_ports_of_all(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((LOOPBACK, port))
    except OSError:
        return False
    return True


@cache
def _ports_of_all() -> FileIO:
    """A file of which each process locks the bytes whose numbers are its ports; it holds nothing."""
    path = Path(tempfile.gettempdir()) / f"tajryiba-ports-{os.geteuid()}"
    return path.open("ab", buffering=0)


def answers(port: int) -> bool:
    """Whether something accepts connections on the loopback port."""
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex((LOOPBACK, port)) == 0


def unprivileged_user(*names: str) -> str | None:
    """The user that a service runs as when we are root, which PostgreSQL refuses; None means ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in (*names, "nobody") if name in known)


def give_to(user: str | None, folder: Path) -> None:
    """Let the service's user own its folder, and reach it."""
    if user is not None:
        shutil.chown(folder, user)
        folder.parent.chmod(0o711)


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    user: str | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a service in a process group of its own, so that Ctrl-C reaches the tests and not it."""
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603  our own commands
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=user,
            extra_groups=[] if user else None,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )


def wait_until(
    ready: Callable[[], bool], *, process: subprocess.Popen[bytes], log: Path, what: str
) -> None:
    """Return once `ready()` is true. Raises `ServiceFailed` when the process has ended or time is up."""
    deadline = time.monotonic() + STARTS_WITHIN
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            stop(process)
            raise ServiceFailed(f"{what} did not start:\n{tail(log)}")
        time.sleep(0.05)  # between two looks at a process that tells nobody when it is ready


def birth(pid: int) -> str | None:
    """When the process began, in the kernel's own count; None when it has ended.

    A number is given again to another process; number and birth together are not.
    """
    try:
        # The name before the last bracket may hold anything.
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if facts[0] in "ZX" else facts[19]


def stop(process: subprocess.Popen[bytes], *, signal_number: int = 15) -> None:
    """Ask the process to end, and end it with those that it began if it does not."""
    if process.poll() is not None:
        return
    process.send_signal(signal_number)
    try:
        process.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # a worker would go on and hold the port
        process.wait()


def tail(log: Path, lines: int = 40) -> str:
    """The end of a log, for a message."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""
