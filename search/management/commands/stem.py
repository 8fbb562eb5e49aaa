"""Show how words are indexed: each line of standard input is a word, each line printed its stem."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search.analysis import LANGUAGES, stem


class Command(BaseCommand):
    help = "Reads words from standard input, a line each, and prints their stems, line for line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lang", choices=LANGUAGES, required=True)

    def handle(self, *args: Any, lang: str, **options: Any) -> None:
        for line in sys.stdin:
            self.stdout.write(stem(line.strip(), lang))
