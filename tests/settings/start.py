"""The settings read in a process of its own, with an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.checks.__main__ import BASE_DIR, PRODUCTION

OUR_OWN = ("PATH", "HOME", "LANG")


def start(
    tmp_path: Path, *, settings: str = "production", code: str = "", **changes: str | None
) -> subprocess.CompletedProcess[str]:
    """Read the settings, run the code, and return how it ended. A change of None takes a variable away."""
    environment = {name: os.environ[name] for name in OUR_OWN if name in os.environ}
    environment |= PRODUCTION if settings == "production" else {"ENV_FILE": ""}
    environment |= {
        "DJANGO_SETTINGS_MODULE": f"lms.settings.{settings}",
        "VAR_DIR": str(tmp_path),
    }
    for name, value in changes.items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    return subprocess.run(  # noqa: S603  our own code
        [sys.executable, "-c", f"from django.conf import settings as s; s.DEBUG\n{code}"],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
