"""Settings that come from the environment; a value that cannot be stops the start with a sentence.

`.env.example` documents every variable. A file `.env` beside it is read too (`ENV_FILE` names another one, or none);
the real environment goes before it.
"""

import difflib
import os
import re
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DOCUMENTED = BASE_DIR / ".env.example"
INDEX_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,39}")
VARIABLE = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def refuse(sentence: str) -> NoReturn:
    """Stop the start. Raises `ImproperlyConfigured`."""
    raise ImproperlyConfigured(f"{sentence} See .env.example.")


def variables_in(file: Path) -> list[str]:
    """The names that a file in the manner of .env sets, or shows commented out; none when it is not there."""
    return VARIABLE.findall(file.read_text(encoding="utf-8")) if file.exists() else []


def read_env_file() -> environ.Env:
    """The environment, completed from the file. A name in it that nobody reads is a slip, and stops the start."""
    name = os.environ.get("ENV_FILE", str(BASE_DIR / ".env"))
    if name:
        file = Path(name)
        if "ENV_FILE" in os.environ and not file.is_file():
            refuse(f"ENV_FILE names “{name}”, but there is no such file.")
        known = variables_in(DOCUMENTED)
        for variable in variables_in(file):
            if known and variable not in known:
                close = difflib.get_close_matches(variable, known, n=1)
                meant = f" Was {close[0]} meant?" if close else ""
                refuse(f"{file.name} sets {variable}, which nothing reads.{meant}")
        environ.Env.read_env(name)
    return environ.Env()


env = read_env_file()


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """The value of the variable `name`, one of `allowed`.

    Raises `ImproperlyConfigured` with a sentence that names what is allowed.
    """
    value: str = env.str(name, default=default)
    if value not in allowed:
        refuse(f"{name} is “{value}”, but it must be one of: {', '.join(allowed)}.")
    return value


def boolean(name: str, *, default: bool) -> bool:
    """Yes or no. A value that is neither stops the start: “ture” must not mean no."""
    value = str(env.str(name, default=str(default))).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    refuse(f"{name} is “{value}”, but it must be true or false.")


def whole_number(name: str, *, default: int, least: int = 0) -> int:
    """A number of `least` or more."""
    value = str(env.str(name, default=str(default)))
    if not value.isdecimal() or int(value) < least:
        refuse(f"{name} is “{value}”, but it must be a whole number of {least} or more.")
    return int(value)


def address(name: str, schemes: tuple[str, ...], default: str, also: tuple[str, ...] = ()) -> str:
    """A URL with one of the schemes, the default, or one of the words in `also`."""
    value: str = env.str(name, default=default)
    if value not in {default, *also} and urlsplit(value).scheme not in schemes:
        begins = " or ".join(f"{scheme}://" for scheme in schemes)
        refuse(f"{name} is “{without_password(value)}”, but it must begin with {begins}.")
    return value


def required(name: str, why: str) -> str:
    """A value that has no default, because every default would be wrong."""
    value: str = env.str(name, default="")
    if not value:
        refuse(f"{name} is missing: {why}.")
    return value


def database(default: str) -> dict[str, Any]:
    """`DATABASE_URL` as Django wants it: SQLite or PostgreSQL, tuned for what we do with them."""
    address("DATABASE_URL", ("sqlite", "postgres", "postgresql"), default)
    config: dict[str, Any] = env.db("DATABASE_URL", default=default)
    if not config["NAME"]:
        refuse("DATABASE_URL names no database.")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # IMMEDIATE and WAL: eight writers at once without “database is locked”.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds that a writer waits for another
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        }
    else:
        # Compiling a query of rights takes a second and more, running it some hundredths (docs/decisions/0060).
        config.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    config["CONN_MAX_AGE"] = 600  # seconds; halves the CPU of a writing request on SQLite
    config["CONN_HEALTH_CHECKS"] = True
    return config


def redis_url() -> str:
    """Where Redis is; "" for none: then cache, rate limits and tasks stay inside the process."""
    value = address("REDIS_URL", ("redis", "rediss", "unix"), "", also=("none",))
    return "" if value == "none" else value


def elasticsearch_nodes() -> list[str]:
    """Where Elasticsearch is, an address for each node; [] for none: then the database finds everything."""
    value = str(env.str("ELASTICSEARCH_URL", default="none"))
    nodes = [] if value in {"none", ""} else [node.strip() for node in value.split(",")]
    for node in nodes:
        parts = urlsplit(node)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not has_port(node):
            refuse(
                f"ELASTICSEARCH_URL has “{without_password(node)}”, but each node is http:// or https://, a host,"
                " and a port."
            )
    return nodes


def has_port(url: str) -> bool:
    """Whether the URL says its port, and one that can be."""
    try:
        return urlsplit(url).port is not None
    except ValueError:
        return False


def index_prefix() -> str:
    """How the names of our indices begin, in an Elasticsearch that others may use too."""
    value = str(env.str("ELASTICSEARCH_INDEX_PREFIX", default="tajryiba-"))
    if not INDEX_PREFIX.fullmatch(value):
        refuse(
            f"ELASTICSEARCH_INDEX_PREFIX is “{value}”, but it must be small Latin letters, digits and hyphens, a letter"
            " first."
        )
    return value


def without_password(url: str) -> str:
    """The URL as it may be shown and logged."""
    return re.sub(r"(://[^:/@]*:)[^@]*@", r"\1…@", url)
