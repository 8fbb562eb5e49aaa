"""`manage.py search_check [--repair]`: every difference between the rows, the entries and the engine's copy."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.comparing import copy_differences, differences, repair, repair_copy
from search.engines import index
from search.engines.base import EngineUnavailable


class Command(BaseCommand):
    help = "Compare what is searched with what there is, and print every difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make it right")

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for kind, key, wrong in differences():
            found += 1
            self.stdout.write(f"{kind} {key}: {wrong}")
            if options["repair"]:
                repair(kind, key)
        copy = index()
        if copy is not None:
            try:
                wrong_pks = []
                for pk, wrong in copy_differences(copy):
                    found += 1
                    wrong_pks.append(pk)
                    self.stdout.write(f"entry {pk}: {wrong}")
                if options["repair"]:
                    repair_copy(copy, wrong_pks)
            except EngineUnavailable as error:
                raise CommandError("The engine does not answer.") from error
        if not found:
            self.stdout.write("No difference.")
        elif options["repair"]:
            self.stdout.write(f"{found} differences, repaired.")
        else:
            raise CommandError(f"{found} differences. Say --repair to make it right.")
