"""`manage.py import_cases FILE.jsonl`: cases from another library, or written elsewhere; all of them or none."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exchange.cases.importing import Wrong, import_cases
from exchange.cases.records import Fault, Record, read_record
from lms.people.models import Person


class Command(BaseCommand):
    help = (
        "Brings in cases, one JSON object a line, and publishes them; run twice, they are there once."
        " The fields are documented in exchange/cases/demo/README.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", metavar="EMAIL", help="Whose act it is, for the history.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        by = Person.objects.filter(email=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"Nobody here has the address {options['by']}.")
        lines, records = read_lines(path)
        try:
            done = import_cases(records, folder=path.parent, by=by)
        except Wrong as wrong:
            for number, fault in wrong.faults:
                self.stderr.write(f"line {lines[number - 1]}, {fault.field}: {fault.words}")
            raise CommandError(f"{len(wrong.faults)} mistakes: nothing was brought in.") from wrong
        self.stdout.write(f"{done.made} cases were brought in, {done.there} were there already.")


def read_lines(path: Path) -> tuple[list[int], list[Record]]:
    """The records of a file, and on which line each stands; empty lines are passed over."""
    lines, records = [], []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            lines.append(number)
            try:
                records.append(read_record(json.loads(line)))
            except ValueError as error:
                fault = Fault(
                    f"column {getattr(error, 'colno', 1)}", str(getattr(error, "msg", error))
                )
                records.append(Record("", [], {}, [fault]))
    return lines, records
