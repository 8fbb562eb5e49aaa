"""`manage.py learning_records`: what the explorer shows to somebody, as JSON or as lines."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.datastructures import MultiValueDict

from courses.reports import access
from courses.reports.explorer.engine import PAGE, read_key
from courses.reports.explorer.engines import ENGINES, engine_named
from courses.reports.explorer.question import FACETS, Question, question_of
from courses.reports.explorer.reading import Explorer, Found
from courses.reports.explorer.rows import Row
from courses.reports.programme import OUTSIDE
from lms import clock
from lms.people.models import Person
from search.engines.base import EngineUnavailable


class Command(BaseCommand):
    help = "Prints who completed which module, with the filters of the explorer, as somebody may see it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as", dest="reader", required=True, metavar="EMAIL",
            help="Whose eyes: the e-mail address or the phone number of a coordinator or manager.",
        )  # fmt: skip
        parser.add_argument(
            "--engine", choices=ENGINES, help="What answers; without it, what the pages use."
        )
        parser.add_argument("--json", action="store_true", help="JSON instead of lines.")
        for name in FACETS:
            parser.add_argument(
                f"--{name}", action="append", default=[], help="Several: any of them."
            )
        parser.add_argument("--name", default="", help="Beginnings of the words of a name.")
        parser.add_argument("--certificate", default="", help="The number of a certificate.")
        parser.add_argument(
            "--period", default="", help="year, quarter, month, last-quarter, last-year."
        )
        parser.add_argument("--from", default="", metavar="DAY", help="As 2026-03-31.")
        parser.add_argument("--to", default="", metavar="DAY", help="The last day.")
        parser.add_argument(
            "--days", default="", help="After how many days without anything one is stuck."
        )
        parser.add_argument(
            "--territory", default="", choices=["", "then", "now"],
            help="Municipalities as they were then, or as they are now.",
        )  # fmt: skip
        parser.add_argument(
            "--after", default="", help="Where the page begins: “following” of the one before."
        )
        parser.add_argument("--limit", type=int, default=PAGE, help="How many rows.")

    def handle(self, **options: Any) -> None:
        person = reader_named(options["reader"])
        question = question_of(_asked(options), clock.today())
        for name, words in question.errors.items():
            raise CommandError(f"--{name}: {words}")
        explorer = Explorer(person, question, engine_named(options["engine"]))
        try:
            found = explorer.find(read_key(options["after"]), limit=max(0, options["limit"]))
        except EngineUnavailable as error:
            raise CommandError("The search engine does not answer.") from error
        self.stdout.write(
            as_json(explorer, found) if options["json"] else as_lines(explorer, found)
        )


def reader_named(name: str) -> Person:
    """Somebody who may open the explorer. Raises `CommandError`."""
    person = Person.objects.filter(email__iexact=name).first()
    person = person or Person.objects.filter(phone=name).first()
    if person is None:
        raise CommandError(f"Nobody has the address or number {name}.")
    if not access.reads_municipality_reports(person):
        raise CommandError(f"{name} coordinates no municipality and does not manage the programme.")
    return person


def _asked(options: dict[str, Any]) -> MultiValueDict[str, str]:
    """The options as an address would have them."""
    plain = ("name", "certificate", "period", "from", "to", "days", "territory")
    lists = {name: options[name] for name in FACETS}
    return MultiValueDict(lists | {name: [options[name]] for name in plain})


def as_json(explorer: Explorer, found: Found) -> str:
    """Rows and counts, by codes and keys."""
    question: Question = explorer.question
    whole = {
        "engine": found.engine,
        "as_of": found.as_of.isoformat(),
        "filters": [list(pair) for pair in question.pairs()],
        "total": found.total,
        "facets": found.facets,
        "rows": [_row(explorer, row) for row in found.rows],
        "following": str(found.following) if found.following else None,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _row(explorer: Explorer, row: Row) -> dict[str, Any]:
    place = explorer.place_of(row.municipality_id) if row.municipality_id else None
    return {
        "person": row.name,
        "sex": row.sex,
        "position": row.position_id,
        "municipality": place.code if place else OUTSIDE,
        "municipality_name": place.name if place else "",
        "course": str(row.course_key),
        "module": str(row.module_key),
        "stage": row.stage,
        "enrolled_at": row.enrolled_at and row.enrolled_at.isoformat(),
        "started_at": row.started_at and row.started_at.isoformat(),
        "completed_at": row.completed_at and row.completed_at.isoformat(),
        "certificate": row.certificate,
    }


def as_lines(explorer: Explorer, found: Found) -> str:
    """A line for each row, then the counts."""
    lines = []
    for row in found.rows:
        facts = _row(explorer, row)
        names = ("person", "municipality_name", "module", "stage", "completed_at", "certificate")
        lines.append("\t".join(str(facts[name] or "–") for name in names))
    lines.append(f"in all\t{found.total}")
    for facet, counts in found.facets.items():
        lines += [f"{facet}\t{value}\t{count}" for value, count in counts.items()]
    return "\n".join(lines)
