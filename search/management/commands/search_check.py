"""`manage.py search_check [--repair]`: every difference between the rows, the entries and the engine's copies."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.comparing import copy_differences, differences, repair, repair_copy
from search.engines import index
from search.engines.base import EngineUnavailable
from search.registry import kept_twice


class Command(BaseCommand):
    help = "Compare what is searched with what there is, and print every difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make it right")

    def handle(self, *args: Any, **options: Any) -> None:
        is_repaired = options["repair"]
        try:
            found = (
                self._entries(is_repaired) + self._copy(is_repaired) + self._kept_twice(is_repaired)
            )
        except EngineUnavailable as error:
            raise CommandError("The engine does not answer.") from error
        if not found:
            self.stdout.write("No difference.")
        elif is_repaired:
            self.stdout.write(f"{found} differences, repaired.")
        else:
            raise CommandError(f"{found} differences. Say --repair to make it right.")

    def _entries(self, is_repaired: bool) -> int:
        """The rows, and the entries that are made of them."""
        found = 0
        for kind, key, wrong in differences():
            found += 1
            self.stdout.write(f"{kind} {key}: {wrong}")
            if is_repaired:
                repair(kind, key)
        return found

    def _copy(self, is_repaired: bool) -> int:
        """The entries, and the engine's copy of them."""
        copy = index()
        if copy is None:
            return 0
        found = []
        for pk, wrong in copy_differences(copy):
            found.append(pk)
            self.stdout.write(f"entry {pk}: {wrong}")
        if is_repaired:
            repair_copy(copy, found)
        return len(found)

    def _kept_twice(self, is_repaired: bool) -> int:
        """What rooms above keep in the engine besides."""
        count = 0
        for name, compared in kept_twice.items():
            found = []
            for key, wrong in compared.differences():
                found.append(key)
                self.stdout.write(f"{name} {key}: {wrong}")
            if found and is_repaired:
                compared.repair(found)
            count += len(found)
        return count
