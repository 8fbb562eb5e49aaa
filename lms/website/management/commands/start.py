"""Bring everything up on a fresh machine, and serve it: what `make run` does."""

import hashlib
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lms.catalogues import compile_catalogues

HOST = "127.0.0.1"  # for this machine only
THREADS = 8  # requests at once; SQLite takes one writer at a time
PATIENCE = 60  # seconds until the first answer, on a machine that is busy

ACCOUNTS = """\
Accounts, all with the password demo-pass-2026:
  learner@demo.kg      takes courses
  trainer@demo.kg      writes courses
  moderator@demo.kg    keeps the forum
  coordinator@demo.kg  looks after the staff of Teploklyuchenka
  person-12@demo.kg    looks after the staff of Kochkor, which repeats a case of Teploklyuchenka
  manager@demo.kg      sees all municipalities
  admin@demo.kg        may do everything"""


class Command(BaseCommand):
    help = "Prepares the database and the files, and serves Tajryiba on this machine."
    requires_system_checks = ()  # `make check` has them; here every second counts

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="without demonstration content")
        parser.add_argument("--prepare-only", action="store_true", help="do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        if not options["prepare_only"]:
            refuse_taken_port(port)
        be_at(port)
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
        compile_catalogues(Path(folder) for folder in settings.LOCALE_PATHS)
        self.prepare_database(with_demo=not options["no_demo"])
        collect_static_files()
        connections.close_all()
        if options["prepare_only"]:
            return
        greeting = threading.Thread(
            target=self.greet,
            kwargs={"port": port, "with_demo": not options["no_demo"]},
            daemon=True,
        )
        serve(port, when_listening=greeting.start)

    def prepare_database(self, *, with_demo: bool) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database …")
            call_command("migrate", verbosity=0, interactive=False)
        commands = get_commands()
        for name in ("set_up_site", *(["seed_demo"] if with_demo else [])):
            if name in commands:
                call_command(name, stdout=self.stdout)

    def greet(self, *, port: int, with_demo: bool) -> None:
        """Say where it is, once it answers."""
        if not answers(port):
            return  # the server says itself why it did not start
        # localhost, not 127.0.0.1: browsers offer passkeys at a name only.
        self.stdout.write(f"\nTajryiba is at http://localhost:{port}  (Ctrl-C stops it)\n")
        if with_demo:
            self.stdout.write(ACCOUNTS)
        self.stdout.flush()


def be_at(port: int) -> None:
    """Let links in mail, SMS and on paper lead to this port, unless a SITE_URL says where they lead."""
    if settings.SITE_URL == settings.SITE_URL_UNSAID:
        # For this process, and by the environment for the one that serves.
        address = f"http://localhost:{port}"
        os.environ["SITE_URL"] = settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = address


def answers(port: int) -> bool:
    """Wait until the server answers a request, whatever it says."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=PATIENCE).close()
        except urllib.error.HTTPError as answer:
            answer.close()
        except OSError:
            time.sleep(0.1)  # the worker does not listen yet, and tells nobody when it does
            continue
        return True
    return False


def refuse_taken_port(port: int) -> None:
    """Raises `CommandError` with what to do when another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken by another program ({error.strerror}). "
                f"Stop that one, or choose another port: make run PORT={port + 1}"
            ) from error


def collect_static_files() -> None:
    """Hash and compress the static files, unless none has changed since the last time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            digest.update(f"{path} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(digest.hexdigest())


def serve(port: int, *, when_listening: Callable[[], None]) -> None:
    """One process, so that the cache in memory and the rate limits in it are exact. Returns when it is stopped."""
    server = Granian(
        "lms.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,
    )
    server.on_startup(when_listening)
    server.serve()
