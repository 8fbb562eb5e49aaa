"""Make the translations of the sources readable for the program."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lms.catalogues import compile_catalogues
from lms.settings.environment import BASE_DIR


class Command(BaseCommand):
    help = "Writes the .mo files of our .po files; needs no gettext tools."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_catalogues(Path(folder) for folder in settings.LOCALE_PATHS):
            self.stdout.write(f"Wrote {path.relative_to(BASE_DIR)}")
