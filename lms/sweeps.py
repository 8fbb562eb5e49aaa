"""The sweeps: tasks that come round by the clock and pick up what a lost message has left lying.

In production Celery's beat sends them; in the embedded default a thread of the web process runs them. Both read
the list below, so that neither knows of a sweep that the other forgot.
"""

import logging
import threading
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import close_old_connections
from django.utils import timezone

log = logging.getLogger(__name__)

# The task's name, and how long after its last run it comes round again. Each is idempotent.
SWEEPS: dict[str, timedelta] = {
    "lms.notifications.tasks.send_messages": timedelta(minutes=1),
    "lms.notifications.tasks.mail_notices": timedelta(minutes=1),
    "lms.notifications.tasks.write_digests": timedelta(minutes=5),
    "lms.notifications.tasks.forget_words": timedelta(days=1),
    "lms.people.tasks.follow_ended_roles": timedelta(minutes=10),
    "courses.progress.tasks.sweep_ended_requirements": timedelta(minutes=10),
    "courses.certificates.tasks.make_missing_pdfs": timedelta(minutes=1),
    "courses.assessment.tasks.finish_overdue_attempts": timedelta(minutes=5),
    "courses.catalogue.tasks.publish_scheduled_pages": timedelta(minutes=1),
    "courses.catalogue.tasks.read_new_documents": timedelta(minutes=10),
    "search.tasks.drain": timedelta(minutes=1),
    "search.tasks.learn_words": timedelta(minutes=1),
    "search.tasks.forget_queries": timedelta(days=1),
    "courses.reports.tasks.send_records": timedelta(minutes=1),
    "exchange.forum.tasks.forget_what_was_deleted": timedelta(hours=1),
    "exchange.cases.tasks.ask_whether_cases_still_work": timedelta(days=1),
    "lms.website.tasks.forget_old_sessions": timedelta(days=1),
}

LOOKS_EVERY = 1.0  # seconds between two looks at the clock


def beat_schedule() -> dict[str, dict[str, Any]]:
    """The list as Celery's beat wants it."""
    return {name: {"task": name, "schedule": every} for name, every in SWEEPS.items()}


class SweepThread(threading.Thread):
    """Runs each sweep when it is due, one after the other; a failing one is logged and comes round again."""

    def __init__(self) -> None:
        super().__init__(name="sweeps", daemon=True)
        self.ended = threading.Event()

    def run(self) -> None:
        current_app.loader.import_default_modules()  # only Celery's worker does it by itself
        due = {name: timezone.now() + every for name, every in SWEEPS.items()}
        while not self.ended.wait(LOOKS_EVERY):
            for name, moment in due.items():
                if moment <= timezone.now() and not self.ended.is_set():
                    run_sweep(name)
                    due[name] = timezone.now() + SWEEPS[name]

    def end(self) -> None:
        """Let the sweep that runs come to its end, and start no other."""
        self.ended.set()


def run_sweep(name: str) -> None:
    """Run one sweep here and now."""
    try:
        current_app.tasks[name]()
    except Exception:
        log.exception("A sweep failed", extra={"sweep": name})
    finally:
        close_old_connections()
