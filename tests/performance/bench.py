# ruff: noqa: PLC0415  what needs the settings is imported after they have been chosen
"""What each page costs a production web process, against a view that always answers the same: `make bench`.

Run with PostgreSQL and Redis (`python -m tests.services python -m tests.performance.bench`), as in production: with
Redis, the sweeps are beat's and do not run in the process that is measured. Fills the database with 5,000 people and
500,000 completions where it has not as many. Exits with 1 if a page is over its limit.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.performance.process_times import Cost, cost_of
from tests.services import processes

PEOPLE, COMPLETIONS = 5_000, 500_000
ROUNDS = (
    3  # over all pages, so that what else the machine does falls on all alike; the median counts
)
REQUESTS, REQUESTS_OF_CONSTANT = 40, 400  # in a round
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "ALLOWED_HOSTS": "127.0.0.1,testserver,bench.example",
    "SITE_URL": "https://bench.example",
    "ENV_FILE": "",
    "DEFAULT_FROM_EMAIL": "bench@bench.example",
    "EMAIL_URL": "smtp://127.0.0.1:9",  # the discard port: nothing leaves
    "LOG_LEVEL": "WARNING",
    "REQUIRE_MFA_FOR_ROLES": "false",  # nobody here has a second factor; asking for it costs a query more
}


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int


def main() -> int:
    """Prepare, serve, measure, print; 1 when something is over."""
    redis = os.environ.get("TEST_REDIS_URL")
    if not redis or not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit(
            "PostgreSQL and Redis are needed: python -m tests.services python -m tests.performance.bench"
        )
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tajryiba-bench-")))
        os.environ.update(ENVIRONMENT | {"VAR_DIR": str(folder), "REDIS_URL": redis})
        prepare()
        site = serve(stack, folder, "lms.wsgi:application")
        constant = serve(stack, folder, "tests.performance.constant:application")
        return measure(site, constant)


def prepare() -> None:
    """The database migrated and filled, static files collected."""
    manage("migrate", "--verbosity=0")
    manage("collectstatic", "--noinput", "--verbosity=0")
    import django

    django.setup()
    from courses.progress.models import ActivityCompletion, Requirement

    if not Requirement.objects.filter(kind="quiz").exists():
        manage("seed_demo", "--in-production")
    missing = COMPLETIONS - ActivityCompletion.objects.count()
    if missing > COMPLETIONS // 50:  # what the demonstration brings may fall short
        manage(
            "seed_scale", f"--people={PEOPLE}", f"--completions={COMPLETIONS}", "--in-production"
        )


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], check=True)  # noqa: S603  our own commands


def serve(stack: ExitStack, folder: Path, application: str) -> Server:
    """One sync worker, as in production but for the number of workers."""
    port = processes.free_port()
    log = folder / f"{application}.log"
    process = processes.start(
        [sys.executable, "-m", "gunicorn", "--workers=1", f"--bind=127.0.0.1:{port}", application],
        log=log,
        environment=dict(os.environ),
    )
    stack.callback(processes.stop, process)
    processes.wait_until(
        lambda: processes.answers(port), process=process, log=log, what=application
    )
    return Server(port, process.pid)


def measure(site: Server, constant: Server) -> int:
    """Print a line for each page."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from lms.people.models import Person
    from tests.performance.pages import MOST_QUERIES, course_with_a_quiz, pages_of, people_of_scale

    def cookie_of(person: Person) -> str:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        return f"sessionid={session.session_key}"

    pages = pages_of(*people_of_scale(), course_with_a_quiz())
    cookies = {page.person.pk: cookie_of(page.person) for page in pages}
    queries = {page.name: count_queries(page.path, page.person) for page in pages}
    costs: dict[str, list[Cost]] = {page.name: [] for page in pages}
    floors: list[Cost] = []
    for _ in range(ROUNDS):
        floors.append(cost_of(constant.port, "/", constant.pid, requests=REQUESTS_OF_CONSTANT))
        for page in pages:
            cookie = cookies[page.person.pk]
            costs[page.name].append(
                cost_of(site.port, page.path, site.pid, cookie=cookie, requests=REQUESTS)
            )
    floor = median(cost.cpu_ms for cost in floors)
    say(f"constant view: {floor:.2f} ms of CPU")
    say(
        f"{'page':22} {'queries':>7} {'CPU ms':>7} {'wall ms':>8} {'bytes':>7} {'times':>6} {'limit':>6}"
    )
    is_over = False
    for page in pages:
        cpu = median(cost.cpu_ms for cost in costs[page.name])
        wall = median(cost.wall_ms for cost in costs[page.name])
        times = cpu / floor
        over = times > page.limit or queries[page.name] > MOST_QUERIES
        is_over = is_over or over
        say(
            f"{page.name:22} {queries[page.name]:7} {cpu:7.2f} {wall:8.1f} {costs[page.name][0].size:7}"
            f" {times:6.1f} {page.limit:6}  {'over' if over else 'ok'}"
        )
    return int(is_over)


def count_queries(path: str, person: object) -> int:
    """The queries of a page that has been opened before."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"x-forwarded-proto": "https"})
    client.force_login(person)  # type: ignore[arg-type]  # a Person; models are imported after the set-up
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
