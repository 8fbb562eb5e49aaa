"""What is searched of learning has changed: the round says so itself, in the transaction of the change.

Every use case that changes what a record says (`courses.reports.explorer`) raises the version of its rounds, here. So
what a search engine has not seen is told from the rows, and nothing is lost with a message.
"""

from collections.abc import Callable

from django.db.models import F

from courses.progress.models import Enrolment, EnrolmentQuerySet
from lms.locking import update_in_order
from lms.people.models import Membership, Person

# The room that searches records joins here: called inside the transaction, once something is pending.
on_records_changed: list[Callable[[], None]] = []


def touch_records(rounds: EnrolmentQuerySet) -> None:
    """Raise the version of these rounds."""
    if update_in_order(rounds, version=F("version") + 1):
        tell_that_records_changed()


def tell_that_records_changed() -> None:
    """For who has raised a version by itself, or has made a round, which begins as pending."""
    for tell in on_records_changed:
        tell()


def touch_records_of(person: Person) -> None:
    """The name or the sex has changed. Joined to the registry of `lms.people.changes`."""
    touch_records(Enrolment.objects.of(person))


def touch_records_of_member(membership: Membership) -> None:
    """What was done under it counts from now on. Joined to the registry of `lms.people.membership`."""
    touch_records(Enrolment.objects.of(membership.person))


def lock_records_of(person_id: int) -> None:
    """Before the memberships: whoever completes a course locks its round, and then those, for the certificate.

    Joined to the registry of `lms.people.membership`.
    """
    rounds = Enrolment.objects.filter(person=person_id).order_by("pk")
    list(rounds.select_for_update(no_key=True).values_list("pk", flat=True))
