"""Somebody changes what is kept about themselves, beside names and the place of work."""

from django.db import transaction

from lms.people.changes import tell_that_person_changed
from lms.people.models import Person


@transaction.atomic
def change_about(*, person: Person, language: str, sex: str) -> Person:
    """The language of messages, and the sex that reports count."""
    person.language, person.sex = language, sex
    person.save(update_fields=["language", "sex"])
    tell_that_person_changed(person)
    return person
