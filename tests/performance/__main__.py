"""`make bench`: each part prints its figures beside their limits; 1 when any is over.

    python -m tests.services python -m tests.performance [PART …] [--small]

Each part is a process of its own, with its own settings; those that need the same content find it filled.
"""

import argparse
import subprocess
import sys

from tests.performance.figures import load, write

PARTS = {
    "analysis": [["tests.performance.analysis_speed"]],
    # Before the people of the other parts come, and then in a database that is gone afterwards.
    "search": [["tests.performance.search_costs"], ["tests.performance.search_costs", "--sqlite"]],
    "explorer": [["tests.performance.explorer"]],
    "pages": [["tests.performance.page_costs"]],
    "digest": [["tests.performance.digest_run"]],
    "import": [["tests.performance.import_run"]],
}


def main() -> int:
    """Run the parts, all of them to their ends."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    arguments.add_argument("--small", action="store_true", help="little content: a trial")
    chosen = arguments.parse_args()
    if unknown := [name for name in chosen.parts if name not in PARTS]:
        arguments.error(f"no part is called {unknown[0]}; there are {', '.join(PARTS)}")
    write(f"load before: {load():.1f}")
    codes = [
        run([*command, *(["--small"] if chosen.small and name != "analysis" else [])])
        for name in chosen.parts or PARTS
        for command in PARTS[name]
    ]
    return int(any(codes))


def run(command: list[str]) -> int:
    """One part, or one database of a part."""
    return subprocess.run([sys.executable, "-m", *command], check=False).returncode  # noqa: S603  our own


if __name__ == "__main__":
    sys.exit(main())
