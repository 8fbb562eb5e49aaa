"""Bring municipalities and positions in, from the files that come along or from `--municipalities`, `--positions`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lms.people import places


class Command(BaseCommand):
    help = "Bring in regions, districts, municipalities and positions; twice is once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--municipalities", type=Path, default=places.DEMO / "municipalities.csv"
        )
        parser.add_argument("--positions", type=Path, default=places.DEMO / "positions.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        municipalities = places.import_municipalities(
            places.read_municipalities(options["municipalities"])
        )
        positions = places.import_positions(places.read_positions(options["positions"]))
        self.stdout.write(f"{municipalities} municipalities, {positions} positions")
