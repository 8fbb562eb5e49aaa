"""Install from Debian what the tests need and this machine lacks; where that cannot be, say loudly what is skipped.

Runs before the tests' own requirements are there, so it stands on the standard library alone.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

TRIES = 3


def has_postgresql() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or bool(shutil.which("initdb"))


def has_chromium() -> bool:
    return bool(shutil.which("chromium"))


def has_redis() -> bool:
    return bool(shutil.which("redis-server"))


def has_jdk() -> bool:
    return bool(shutil.which("javac"))


def has_maven() -> bool:
    return bool(shutil.which("mvn"))


def has_gettext() -> bool:
    return bool(shutil.which("xgettext"))


NEEDS = {  # Debian's package: whether it is there, and what cannot be done without it
    "postgresql": (has_postgresql, "tests on PostgreSQL"),
    "redis-server": (has_redis, "tests with Redis and a Celery worker"),
    "chromium": (has_chromium, "tests in a browser"),
    "default-jdk-headless": (has_jdk, "tests with Elasticsearch"),
    "maven": (has_maven, "tests with Elasticsearch"),
    "gettext": (has_gettext, "the check that every sentence is translated"),
}


def main() -> int:
    """Install what is missing. Fails only where `CI` is set: there nothing may be skipped."""
    missing = [package for package, (is_there, _) in NEEDS.items() if not is_there()]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        install(missing)
        missing = [package for package in missing if not NEEDS[package][0]()]
    for package in missing:
        sys.stderr.write(f"\n*** {package} is not installed: {NEEDS[package][1]} are skipped.\n")
    return 1 if missing and os.environ.get("CI") else 0


def install(packages: list[str]) -> None:
    """apt-get, a few times over: a mirror may be busy."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install_them = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for _ in range(TRIES):
        for command in (["apt-get", "update", "-q"], install_them):
            done = subprocess.run(  # noqa: S603  our own commands
                command, env=environment, stdin=subprocess.DEVNULL, check=False
            )
        if done.returncode == 0:
            return


if __name__ == "__main__":
    sys.exit(main())
