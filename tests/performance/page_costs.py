# ruff: noqa: PLC0415  what needs the settings is imported after they have been chosen
"""What each page costs a production web process, against a view that always answers the same: `make bench PART=pages`.

Run with PostgreSQL and Redis (`python -m tests.services python -m tests.performance.page_costs`), as in production:
with Redis, the sweeps are beat's and do not run in the process that is measured. Fills the database with 5,000 people,
500,000 completions and as many posts where it has not as many; `--small` for a trial. Exits with 1 if a page is over
its limit, or if an answer in the forum is sent for longer than it may be.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from lms.settings.environment import BASE_DIR
from tests.performance import site as content
from tests.performance.figures import load, write
from tests.performance.posting_costs import Letter, cost_of_posting
from tests.performance.process_times import Cost, cost_of
from tests.services import processes

if TYPE_CHECKING:
    from lms.people.models import Person
    from tests.performance.pages import Page

ROUNDS = (
    3  # over all pages, so that what else the machine does falls on all alike; the median counts
)
REQUESTS, REQUESTS_OF_CONSTANT = 40, 400  # in a round
LETTERS = 60  # answers, each of somebody else
POSTING = 50  # ms, the whole request
ALONE = ("--workers=1", "--threads=1")


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int


def main() -> int:
    """Prepare, serve, measure, print; 1 when something is over."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--small", action="store_true")
    is_small = arguments.parse_args().small
    content.needs_postgresql()
    with ExitStack() as stack:
        folder = stack.enter_context(content.site())
        content.fill_with_learning(is_small=is_small)
        site = serve(stack, folder, "lms.wsgi:application")
        constant = serve(stack, folder, "tests.performance.constant:application")
        return measure(site, constant)


def serve(stack: ExitStack, folder: Path, application: str) -> Server:
    """As in production, but one worker of one thread: its CPU is the page's."""
    port = processes.free_port()
    log = folder / f"{application}.log"
    process = processes.start(
        [sys.executable, "-m", "gunicorn", *ALONE, f"--bind=127.0.0.1:{port}", application],
        log=log,
        environment=dict(os.environ),
        folder=BASE_DIR,  # where gunicorn.conf.py is
    )
    stack.callback(processes.stop, process)
    processes.wait_until(
        lambda: processes.answers(port), process=process, log=log, what=application
    )
    return Server(port, process.pid)


def measure(site: Server, constant: Server) -> int:
    """Print a line for each page, and one for posting."""
    from tests.performance.forum_pages import forum_pages_of_scale
    from tests.performance.pages import (
        case_of_scale,
        case_taken_most,
        course_with_a_quiz,
        pages_of,
        people_of_scale,
    )

    courses = pages_of(*people_of_scale(), course_with_a_quiz(), case_of_scale(), case_taken_most())
    pages = [*courses, *forum_pages_of_scale()]
    cookies = {page.person: cookie_of(page.person) for page in pages if page.person}
    costs: dict[str, list[Cost]] = {page.name: [] for page in pages}
    floors: list[Cost] = []
    for _ in range(ROUNDS):
        floors.append(cost_of(constant.port, "/", constant.pid, requests=REQUESTS_OF_CONSTANT))
        for page in pages:
            cookie = cookies[page.person] if page.person else ""
            costs[page.name].append(
                cost_of(site.port, page.path, site.pid, cookie=cookie, requests=REQUESTS)
            )
    floor = median(cost.cpu_ms for cost in floors)
    write(f"\nPages: the constant view takes {floor:.2f} ms of CPU")
    write(
        f"{'page':33} {'queries':>7} {'CPU ms':>7} {'wall ms':>8} {'bytes':>7} {'times':>6}"
        f" {'limit':>6}       {'load':>5}"
    )
    over = [is_over(page, costs[page.name], floor) for page in pages]
    return int(any([*over, posting_is_over(site, floor)]))


def cookie_of(person: "Person") -> str:
    """Of somebody who is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def is_over(page: "Page", costs: Sequence[Cost], floor: float) -> bool:
    """Print the page's line."""
    queries = count_queries(page.path, page.person)
    cpu, wall = middle(costs, lambda cost: cost.cpu_ms), middle(costs, lambda cost: cost.wall_ms)
    over = cpu / floor > page.limit or queries > page.most
    write(
        f"{page.name:33} {queries:7} {cpu:7.2f} {wall:8.1f} {costs[0].size:7}"
        f" {cpu / floor:6.1f} {page.limit:6}  {'OVER' if over else 'ok':4} {load():5.1f}"
    )
    return over


def posting_is_over(site: Server, floor: float) -> bool:
    """Print the line of an answer that is sent."""
    from tests.performance.forum_pages import letters_of_scale

    letters = [Letter(path, cookie_of(person)) for path, person in letters_of_scale(LETTERS)]
    costs = cost_of_posting(site.port, site.pid, "bench.example", letters)
    cpu = sum(cost.cpu_ms for cost in costs) / len(costs)  # a tick is longer than most of them
    wall = middle(costs, lambda cost: cost.wall_ms)
    over = wall > POSTING
    write(
        f"{'an answer is sent':33} {'':7} {cpu:7.2f} {wall:8.1f} {'':7} {cpu / floor:6.1f}"
        f" {POSTING:3} ms  {'OVER' if over else 'ok':4} {load():5.1f}"
    )
    return over


def middle(costs: Sequence[Cost], of: Callable[[Cost], float]) -> float:
    return median(map(of, costs))


def count_queries(path: str, person: "Person | None") -> int:
    """The queries of a page that has been opened before."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"x-forwarded-proto": "https"})
    if person:
        client.force_login(person)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


if __name__ == "__main__":
    sys.exit(main())
