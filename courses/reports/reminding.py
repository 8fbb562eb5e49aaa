"""A coordinator asks people to finish what they have begun: each at most once a week for a course."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.progress.models import Enrolment
from courses.progress.notice_kinds import REMINDER
from courses.progress.noticing import place_of
from lms import clock
from lms.notifications.telling import tell
from lms.people import audit
from lms.people.models import AuditRecord, Membership, Person
from lms.rules import Refusal

ASKED_AGAIN_AFTER = timedelta(days=7)
MOST = 200  # people on the page, and asked at once


class NobodyChosen(Refusal):
    message = _("Choose whom to ask.")


@dataclass(frozen=True)
class Behind:
    """Somebody in the middle of a course, and when they were asked last, if that was within a week."""

    enrolment: Enrolment
    asked_at: datetime | None


def in_the_middle(by: Person) -> QuerySet[Enrolment]:
    """What confirmed members of the municipalities that this person coordinates have begun and not completed."""
    staff = Membership.objects.open().confirmed()
    theirs = staff.filter(municipality__in=by.coordinated_municipality_ids).exclude(person=by.pk)
    return Enrolment.objects.open().filter(
        person__in=theirs.order_by().values("person"),
        person__is_active=True,
        course_completion=None,
    )


def who_is_behind(by: Person, course_key: UUID) -> list[Behind]:
    """Those of one course, by name."""
    rounds = in_the_middle(by).filter(course_key=course_key).select_related("person")
    found = list(rounds.order_by("person__family_name", "person__given_name", "pk")[:MOST])
    asked = _asked({each.person_id for each in found}, course_key)
    return [Behind(each, asked.get(each.person_id)) for each in found]


@transaction.atomic
def ask_to_finish(*, by: Person, course_key: UUID, people: Collection[int]) -> int:
    """Ask these of them; who was asked within a week is passed over, and so is whoever is not theirs.

    Returns how many were asked. Raises `NobodyChosen`.
    """
    rounds = in_the_middle(by).filter(course_key=course_key, person__in=list(people)[:MOST])
    # Locked, so that two coordinators who press at once ask once.
    found = list(
        rounds.select_for_update(no_key=True, of=("self",)).select_related("person").order_by("pk")
    )
    if not found:
        raise NobodyChosen
    asked = _asked({each.person_id for each in found}, course_key)
    left = [each for each in found if each.person_id not in asked]
    for each in left:
        record = audit.record(
            by=by, act="asked to finish", about=each.person, course=str(course_key)
        )
        tell(
            REMINDER,
            event=f"reminder:{record.pk}",
            subject=f"reminder:{record.pk}",
            place=place_of(course_key),
            people=[each.person],
        )
    return len(left)


def _asked(people: Collection[int], course_key: UUID) -> dict[int, datetime]:
    """When they were asked to finish this course, within the last week."""
    since = clock.now() - ASKED_AGAIN_AFTER
    records = AuditRecord.objects.filter(act="asked to finish", about__in=people, at__gt=since)
    rows = records.filter(facts__course=str(course_key)).order_by("at")
    return dict(rows.values_list("about_id", "at"))
