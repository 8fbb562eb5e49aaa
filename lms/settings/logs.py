"""How the program writes down what happens: a constant English sentence, ids beside it, and nobody's personal data.

JSON lines in production, for whatever collects them; readable lines in development. Each line of a request carries
its `request_id`. Of an address only the pattern is logged: the address itself may hold a code that signs somebody in.
"""

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an e-mail address
    r"|\+?\b\d[\d ()-]{8,}\d\b"  # a phone number, or what may be one
)
UNWANTED = ("ip", "user_agent", "request", "status_code")


def keep_people_out(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Drop what identifies a person; in the text of an exception, such as a database's, black it out."""
    for name in UNWANTED:
        event.pop(name, None)
    for name in ("event", "exception"):
        if isinstance(event.get(name), str):
            event[name] = PERSONAL.sub("…", event[name])
    return event


class PatternNotPath(logging.Filter):
    """Django's own “Not Found: /path” names the pattern of the address instead."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        if isinstance(record.args, tuple) and record.args and request is not None:
            pattern = match.route if match else "an address that is none of ours"
            record.args = tuple(
                pattern if isinstance(arg, str) and arg.startswith("/") else arg
                for arg in record.args
            )
        return True


def logging_to(*, json: bool, level: str) -> dict[str, Any]:
    """Django's `LOGGING`."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        keep_people_out,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.captureWarnings(capture=True)
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"pattern_not_path": {"()": PatternNotPath}},
        "formatters": {
            "house": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    renderer,
                ],
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "house",
                "filters": ["pattern_not_path"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Its own handlers would write every line twice, and mail errors to nobody.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"level": "ERROR"},  # a page not found is not worth a line
            "django_structlog": {"level": level},
            # A line for each request to a server of ours, and each dictionary, is not worth one either.
            "elastic_transport": {"level": "WARNING"},
            "pymorphy3": {"level": "WARNING"},
        },
    }
