"""Run all checks, or those named, to the end, and say which failed: `python -m tests.checks [NAME …]`."""

import os
import subprocess
import sys
import time
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
PYTHON = sys.executable

# A production installation that lacks nothing, with values that nobody could mistake for real ones.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    "ENV_FILE": "",
    "SECRET_KEY": "a-value-for-the-check-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "tajryiba.example",
    "SITE_URL": "https://tajryiba.example",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "DEFAULT_FROM_EMAIL": "noreply@tajryiba.example",
}

CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    "style": ([PYTHON, "-m", "ruff", "check", "."], {}),
    "form": ([PYTHON, "-m", "ruff", "format", "--check", "."], {}),
    "templates": ([PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"], {}),
    "types": (
        [PYTHON, "-m", "mypy", "lms", "courses", "exchange", "search", "tests", "manage.py"],
        {},
    ),
    "layers": ([PYTHON, "-c", "from importlinter.cli import lint_imports_command as c; c()"], {}),
    "migrations": (
        [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
        {"ENV_FILE": "", "DATABASE_URL": "sqlite://:memory:"},  # whatever a developer's own has
    ),
    "translations": ([PYTHON, "-m", "tests.checks.translations"], {}),
    "production": (
        [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        PRODUCTION,
    ),
}


def main(names: list[str]) -> int:
    """The exit code: 0 when every check passed."""
    failed = []
    for name in names or CHECKS:
        command, environment = CHECKS[name]
        began = time.monotonic()
        done = subprocess.run(  # noqa: S603  our own commands
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - began
        if done.returncode:
            failed.append(name)
            sys.stdout.write(f"{done.stdout}\n")
        sys.stdout.write(f"{'FAILED' if done.returncode else 'ok':8}{name:14}{seconds:5.1f} s\n")
        sys.stdout.flush()
    if failed:
        sys.stdout.write(f"\nFailed: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
