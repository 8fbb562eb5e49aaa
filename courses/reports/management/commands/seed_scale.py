"""Fill a database for measuring."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.reports.scale.seeding import seed_scale


class Command(BaseCommand):
    help = "Adds invented people and what they completed, in bulk, to a database for measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=5_000)
        parser.add_argument(
            "--completions", type=int, default=500_000, help="of lessons and quizzes"
        )
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
        begun = time.monotonic()
        done = seed_scale(options["people"], options["completions"])
        self.stdout.write(
            f"{done.people} people, {done.activities} activities, {done.modules} modules,"
            f" {done.courses} courses completed, {done.certificates} certificates,"
            f" in {time.monotonic() - begun:.0f} s."
        )
