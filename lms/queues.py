"""Tasks wait in one of two queues, so that what somebody waits for never stands behind what takes long.

A worker that is told no queue serves both, which is enough for a small site; two workers, one for each, keep mail and
the index going however much else there is (`compose.yaml`, `make stack`).
"""

from kombu.entity import Queue

URGENT = "urgent"
SLOW = "slow"

# Tasks that take long, or that may wait for minutes. All others are urgent: mail, the index, what is due by the clock.
SLOW_TASKS = (
    "courses.catalogue.tasks.make_renditions",
    "courses.catalogue.tasks.read_document",
    "courses.catalogue.tasks.read_new_documents",
    "courses.certificates.tasks.make_certificate_pdf",
    "courses.certificates.tasks.make_missing_pdfs",
    "courses.progress.tasks.complete_who_lacks_nothing",
    "courses.progress.tasks.sweep_ended_requirements",
    "exchange.cases.tasks.ask_whether_cases_still_work",
    "exchange.forum.tasks.forget_what_was_deleted",
    "lms.notifications.tasks.write_digests",
    "lms.website.tasks.forget_old_sessions",
    "search.tasks.forget_queries",
    "search.tasks.learn_words",
)


def queues() -> list[Queue]:
    """Both, as Celery wants them. Without a routing key of its own a queue would get the other's messages, too."""
    return [Queue(name, routing_key=name) for name in (URGENT, SLOW)]  # type: ignore[no-untyped-call]  # kombu has no types


def routes() -> dict[str, dict[str, str]]:
    """Where each slow task waits, as Celery wants it."""
    return {name: {"queue": SLOW} for name in SLOW_TASKS}
