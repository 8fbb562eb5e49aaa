# ruff: noqa: PLC0415  what needs the settings is imported after they have been chosen
"""A thousand cases are brought in: `make bench PART=import`.

`python -m tests.services python -m tests.performance.import_run`, with PostgreSQL; `--small` for a trial. The cases are
the demonstration's, with all their parts, files and pictures, again and again under other keys, in one file that
`manage.py import_cases` reads; then the same once more, when all of them are there. Exits with 1 if it takes too long.
"""

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

from tests.performance import site as content
from tests.performance.figures import Report, Times

CASES, FEWER_CASES = 1_000, 48
SECONDS = 60


def main() -> int:
    """Write the file, bring it in twice, print; 1 when it took too long."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--small", action="store_true")
    cases = FEWER_CASES if arguments.parse_args().small else CASES
    content.needs_postgresql()
    with content.site() as folder:
        return int(measure(cases, folder / "import"))


def measure(cases: int, folder: Path) -> bool:
    """Print a line for each figure; whether any is over its limit."""
    from exchange.cases.models import Case
    from lms.website.demo.cases import FOLDER

    copytree(FOLDER / "files", folder)
    file = folder / "cases.jsonl"
    kinds = [prepared(path) for path in sorted((FOLDER / "cases").glob("*.yaml"))]
    with file.open("w", encoding="utf-8") as lines:
        for number in range(cases):
            # Their own key each; what they build on and belong to is the demonstration's.
            case = kinds[number % len(kinds)]
            case = case | {"key": f"{case['key']}-{number}"}
            lines.write(json.dumps(case, ensure_ascii=False, default=str) + "\n")
    before, report = Case.objects.count(), Report()
    report.heading(f"Import of {cases:,} cases beside {before:,}")
    first, again = Times(), Times()
    first.take(bring, file)
    again.take(bring, file)
    report.amount("cases that are there now", Case.objects.count() - before, "", at_least=cases)
    report.amount("brought in", first.clock[0] / 1000, "s", at_most=SECONDS)
    report.amount("of it, our own CPU", first.cpu[0] / 1000, "s")
    report.amount("the same file again", again.clock[0] / 1000, "s", at_most=SECONDS)
    return report.is_over


def prepared(path: Path) -> dict[str, Any]:
    """A case of the demonstration as a file of another library has it."""
    from lms.yaml_files import read_yaml

    case: dict[str, Any] = read_yaml(path)
    case["related"]["topics"] = []
    case["contact"]["consented"] = case["reviewed"] - timedelta(days=1)
    del case["contact"]["demo"]
    return case


def bring(file: Path) -> None:
    """The command itself, in this process; what it says goes to the report."""
    from django.core.management import call_command

    call_command("import_cases", str(file), stdout=sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
