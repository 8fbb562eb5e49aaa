"""`manage.py search_rebuild`: every entry anew from the rows, and the engine's copy from the entries."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search.comparing import rebuild_entries
from search.engines import index
from search.indexing import keep_quiet
from search.models import SearchEntry
from search.registry import kinds
from search.vocabulary import learn_new_entries


class Command(BaseCommand):
    help = "Analyse every text anew, and rebuild the index of the engine in use; searches go on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", action="append", default=[], choices=list(kinds()))
        parser.add_argument(
            "--index-only",
            action="store_true",
            help="rebuild the engine's index from the entries as they are",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["index_only"]:
            with keep_quiet():
                count = rebuild_entries(options["kind"])
            self.stdout.write(f"{count} entries are written anew.")
            self.stdout.write(f"{learn_new_entries()} words are new.")
        copy = index()
        if copy is not None:
            entries = SearchEntry.objects.order_by("pk").iterator(chunk_size=500)
            self.stdout.write(f"{copy.rebuild(entries)} entries are in the new index.")
