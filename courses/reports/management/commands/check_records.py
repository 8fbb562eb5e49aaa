"""Count everything again, and say where the records differ."""

import sys
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from courses.reports.checking import differences
from exchange.cases.adoption import checking as cases
from exchange.forum import checking as forum


class Command(BaseCommand):
    help = "Recounts courses, certificates, report totals, forum and adoptions; exits with 1 if anything differs."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        everything = chain(differences(), forum.differences(), cases.differences())
        for count, sentence in enumerate(everything, start=1):  # noqa: B007  the last number is the answer
            self.stdout.write(sentence)
        if count:
            self.stderr.write(f"{count} differences.")
            sys.exit(1)
        self.stdout.write("Everything adds up.")
