"""`make stack`: production comes up on this machine, again and again, and ends without a trace."""

import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import postgresql, processes
from tests.services.elasticsearch import build
from tests.services.processes import LOOPBACK, ServiceFailed
from tests.services.site import Web
from tests.services.stack import STARTED, Stack


@pytest.fixture
def stack() -> Iterator[Stack]:
    if postgresql.programs() is None or not shutil.which("redis-server"):
        pytest.skip("needs PostgreSQL and Redis: make test installs them")
    if not build.is_available():
        pytest.skip("needs Elasticsearch: make test installs it")
    with tempfile.TemporaryDirectory(prefix="tajryiba-stack-") as folder:
        Path(folder).chmod(0o711)
        stack = Stack(Path(folder) / "stack", port=processes.free_port())
        yield stack
        stack.stop()


def pids(stack: Stack) -> dict[str, object]:
    return {name: known["pid"] for name, known in stack.running.items()}


@pytest.mark.faults
def test_it_starts_serves_starts_again_and_stops(stack: Stack):
    stack.start()
    assert list(stack.running) == [kind.name for kind in STARTED]
    with urllib.request.urlopen(f"{stack.address}/ru/courses/", timeout=30) as page:  # noqa: S310  ours
        assert "/ru/courses/" in page.read().decode()
    # As long as an address may be (gunicorn.conf.py); each letter is six bytes of it.
    longest = f"{stack.address}/ru/search/?q={'%D0%B0' * 1300}"
    with urllib.request.urlopen(longest, timeout=30) as page:  # noqa: S310  ours
        assert page.status == 200

    first = pids(stack)
    again = Stack(stack.folder, port=stack.port)
    again.start()
    kept = {name for name, pid in pids(again).items() if first[name] == pid}
    assert kept == {"Elasticsearch", "PostgreSQL", "Redis"}

    everybody = {*first.values(), *pids(again).values()}
    again.stop()
    assert not again.running
    assert [pid for pid in everybody if processes.birth(int(str(pid)))] == []
    assert not processes.answers(stack.port)


def test_it_ends_nobody_elses_process(tmp_path: Path):
    stack = Stack(tmp_path, port=processes.free_port())
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        with stack.alone():
            # Its number was ours once, and was given to another after we had ended.
            known: dict[str, int | str | None] = {
                "pid": other.pid,
                "birth": "1",
                "port": stack.port,
            }
            stack.running[Web.name] = known
            stack.end(Web)
        assert other.poll() is None
        other.communicate(b"\n")


def test_it_refuses_a_port_that_is_taken():
    with tempfile.TemporaryDirectory() as folder, socket.create_server((LOOPBACK, 0)) as other:
        Path(folder).chmod(0o711)
        stack = Stack(Path(folder) / "stack", port=other.getsockname()[1])
        with pytest.raises(ServiceFailed, match="is taken by another program"):
            stack.start()
        assert not stack.file.exists()
