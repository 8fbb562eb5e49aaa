"""`manage.py set_up_site`: the languages, trees, groups and rights that courses need."""

from typing import Any

from django.core.management.base import BaseCommand

from courses.catalogue.setup import set_up_site


class Command(BaseCommand):
    help = "Make what a site needs before courses are written; what is there stays. Every migration does it too."

    def handle(self, *args: Any, **options: Any) -> None:
        set_up_site()
