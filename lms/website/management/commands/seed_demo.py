"""`manage.py seed_demo`: the demonstration, whole again however often it is run or wherever it was stopped."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms import clock
from lms.people.models import Person
from lms.website.demo.adoptions import seed_adoptions
from lms.website.demo.cases import ask_whether_cases_still_work, publish_cases
from lms.website.demo.drafts import seed_drafts
from lms.website.demo.forum import seed_categories, seed_talk
from lms.website.demo.ground import moderator, seed_ground
from lms.website.demo.learning import seed_learning
from lms.website.demo.notices import settle_notices
from search.indexing import put_off


class Command(BaseCommand):
    help = "Fill the database with the demonstration: courses, people, their progress, their talk and their cases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--in-production",
            action="store_true",
            help="seed although the settings are production's",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT and not options["in_production"]:
            raise CommandError(
                "These are production settings. The demonstration's accounts have a password that everybody knows;"
                " say --in-production if you want them here all the same."
            )
        # The day of the first seeding stays the demonstration's day: the administrator was made 200 days before it.
        first = (
            Person.objects.filter(email="admin@demo.kg").values_list("joined_at", flat=True).first()
        )
        if first is None:
            self.stdout.write("Filling it with courses and people; this takes a few minutes …")
        day = first + timedelta(days=200) if first else clock.now()
        with put_off():
            seed_ground(day)
            seed_learning(day)
            seed_categories()
            seed_talk(day)
            publish_cases(moderator(), day)
            seed_adoptions(day)
            seed_drafts(day)
            ask_whether_cases_still_work(day)
        settle_notices(day)
        self.stdout.write("The demonstration is in place.")
