"""`manage.py search_rebuild`: every entry anew from the rows, and the engine's copy from the entries."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand

from search.comparing import read_by_another_edition, rebuild_entries
from search.engines import index
from search.engines.base import EngineUnavailable, Index
from search.indexing import keep_quiet, nudge
from search.models import SearchEntry
from search.registry import kept_twice, kinds
from search.vocabulary import learn_new_entries


class Command(BaseCommand):
    help = "Analyse every text anew, and rebuild the index of the engine in use; searches go on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", action="append", default=[], choices=list(kinds()))
        only = parser.add_mutually_exclusive_group()
        only.add_argument(
            "--index-only",
            action="store_true",
            help="rebuild the engine's index from the entries as they are",
        )
        only.add_argument(
            "--if-needed",
            action="store_true",
            help="at a release: texts that another analysis has read, indices that are missing or made otherwise",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_needed"]:
            self._if_needed()
            return
        if not options["index_only"]:
            self._read_again(options["kind"])
        if (copy := index()) is not None:
            self._rebuild(copy)

    def _if_needed(self) -> None:
        if read := read_by_another_edition():
            self._read_again(read)
            nudge()
        try:
            if (copy := index()) is not None and not copy.is_as_asked():
                self._rebuild(copy)
            for name, kept in kept_twice.items():
                if (count := kept.renew()) is not None:
                    self.stdout.write(f"{count} times “{name}” is in the new index.")
        except EngineUnavailable:
            # No reason to hold up a release: the database finds what the engine does not.
            self.stderr.write("The engine does not answer. Run this again when it does.")

    def _read_again(self, names: Sequence[str]) -> None:
        with keep_quiet():
            count = rebuild_entries(names)
        self.stdout.write(f"{count} entries are written anew.")
        self.stdout.write(f"{learn_new_entries()} words are new.")

    def _rebuild(self, copy: Index) -> None:
        entries = SearchEntry.objects.order_by("pk").iterator(chunk_size=500)
        self.stdout.write(f"{copy.rebuild(entries)} entries are in the new index.")
