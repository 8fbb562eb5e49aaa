"""Ask now what the beat asks once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from exchange.cases.review.confirming import ask_owners


class Command(BaseCommand):
    help = "Ask the owners of cases that nobody has confirmed for a year whether they still work."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Cases whose owners were asked: {ask_owners()}")
