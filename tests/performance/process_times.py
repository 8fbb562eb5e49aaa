"""What requests cost the processes that answer them: CPU time from /proc, requests sent one after the other."""

import http.client
import os
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TICKS = os.sysconf(
    "SC_CLK_TCK"
)  # a second has so many; one is 10 ms, so cheap pages need many requests
PARENT, FIRST_TIME, LAST_TIME = (
    1,
    11,
    15,
)  # places in /proc/<pid>/stat after the name: ppid; utime to cstime


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one request: CPU of the server, time until the whole answer was there, both in ms; bytes as sent."""

    cpu_ms: float
    wall_ms: float
    size: int


def cpu_seconds(root: int) -> float:
    """CPU time of a process, of all that descends from it and of the children it has buried."""
    parents: dict[int, int] = {}
    times: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            after_name = (entry / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
        pid = int(entry.name)
        parents[pid] = int(after_name[PARENT])
        times[pid] = sum(map(int, after_name[FIRST_TIME:LAST_TIME])) / TICKS
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(times.get(pid, 0.0) for pid in family)


def cost_of(
    port: int, path: str, server: int, *, cookie: str = "", requests: int, warm_up: int = 5
) -> Cost:
    """Ask for a page again and again. Raises `RuntimeError` when the answer is not 200."""
    for _ in range(warm_up):
        ask(port, path, cookie)
    walls = []
    size = 0
    before = cpu_seconds(server)
    for _ in range(requests):
        began = time.perf_counter()
        size = ask(port, path, cookie)
        walls.append((time.perf_counter() - began) * 1000)
    return Cost((cpu_seconds(server) - before) * 1000 / requests, median(walls), size)


def ask(port: int, path: str, cookie: str) -> int:
    """One request as a phone behind the proxy sends it; returns the bytes of the body as sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip", "X-Forwarded-Proto": "https"}
    if cookie:
        headers["Cookie"] = cookie
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{path} answered {answer.status} {answer.getheader('Location') or ''}")
    return len(body)
