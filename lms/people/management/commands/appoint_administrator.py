"""The first administrators: `manage.py appoint_administrator ADDRESS`, for somebody who has registered."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from lms.people.models import Person
from lms.people.roles import appoint_administrator
from lms.rules import Refusal


class Command(BaseCommand):
    help = "Give somebody who has registered the role of an administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address, or the phone number as +996…")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"].lower()
        person = Person.objects.filter(Q(email=address) | Q(phone=address)).first()
        if person is None:
            raise CommandError(f"Nobody has registered with {address}.")
        try:
            appoint_administrator(person=person)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{person.get_username()} is an administrator now.")
