"""Fill a database for measuring."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.reports.scale.seeding import seed_scale


class Command(BaseCommand):
    help = "Adds invented people, what they completed and talked about, cases and adoptions, in bulk, to measure with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=5_000)
        parser.add_argument(
            "--completions", type=int, default=500_000, help="of lessons and quizzes"
        )
        parser.add_argument("--topics", type=int, default=20_000, help="in the forum")
        parser.add_argument("--posts", type=int, default=500_000, help="in these topics")
        parser.add_argument("--cases", type=int, default=5_000, help="in the case library")
        parser.add_argument("--adoptions", type=int, default=20_000, help="of these cases")
        parser.add_argument(
            "--in-production", action="store_true", help="also under production settings"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT and not options["in_production"]:
            raise CommandError(
                "These are production settings. If this database is for measuring, add --in-production."
            )
        if options["people"] < 1 or options["completions"] < 0:
            raise CommandError(
                "There must be at least one person, and no fewer than 0 completions."
            )
        if options["topics"] < 0 or (
            options["topics"] and options["posts"] < 2 * options["topics"]
        ):
            raise CommandError("There must be at least two posts for each topic.")
        if options["cases"] < 0 or options["adoptions"] < 0:
            raise CommandError("There can be no fewer than 0 cases, or adoptions.")
        begun = time.monotonic()
        done = seed_scale(
            options["people"],
            options["completions"],
            options["topics"],
            options["posts"],
            cases=options["cases"],
            adoptions=options["adoptions"],
        )
        self.stdout.write(
            f"{done.people} people, {done.activities} activities, {done.modules} modules,"
            f" {done.courses} courses completed, {done.certificates} certificates,"
            f" {options['topics']} topics, {options['posts'] if options['topics'] else 0} posts,"
            f" {options['cases']} cases, {done.adoptions} adoptions,"
            f" in {time.monotonic() - begun:.0f} s."
        )
