"""`manage.py learning_rebuild`: the index of learning records is made anew, while the old one goes on answering."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from courses.reports.explorer.outbox import all_documents, is_kept, learning_index
from search.engines.base import EngineUnavailable


class Command(BaseCommand):
    help = "Makes the index of learning records anew from the rows, and puts it in the old one's place."

    def handle(self, **_options: Any) -> None:
        if not is_kept():
            raise CommandError("There is no Elasticsearch: ELASTICSEARCH_URL is not set.")
        try:
            count = learning_index().rebuild(all_documents())
        except EngineUnavailable as error:
            raise CommandError(f"The search engine does not answer: {error}") from error
        self.stdout.write(f"{count} records are in the index.")
