"""Settings that come from the environment; a value that cannot be stops the start with a sentence."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
environ.Env.read_env(str(BASE_DIR / ".env"))


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """The value of the variable `name`, one of `allowed`.

    Raises `ImproperlyConfigured` with a sentence that names what is allowed.
    """
    value: str = env.str(name, default=default)
    if value not in allowed:
        raise ImproperlyConfigured(
            f"{name} is “{value}”, but it must be one of: {', '.join(allowed)}. See .env.example."
        )
    return value
