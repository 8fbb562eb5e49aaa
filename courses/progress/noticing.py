"""Who is taking a course hears that it asks more of them; and no more of a course that is gone or done."""

from datetime import datetime
from uuid import UUID

from courses.catalogue.outline import Outline
from courses.progress.models import CourseCompletion, Enrolment, Requirement
from courses.progress.notice_kinds import UPDATED
from lms import clock
from lms.notifications import telling
from lms.people.models import Person


def place_of(course_key: UUID) -> str:
    """Where notices stand that ask somebody to finish the course."""
    return f"learning:{course_key}"


def tell_of_update(course_key: UUID, outline: Outline | None, since: datetime) -> None:
    """A course was published: if it has new requirements from that moment on, those whom they bind hear of it.

    Once a day, however often a trainer publishes. Who has completed the course keeps that, and hears nothing.
    """
    notices = telling.about([f"course:{course_key}"])
    if outline is None:
        telling.withdraw(notices)
        telling.withdraw(telling.there(place_of(course_key)))
        return
    telling.restore(notices)
    added = Requirement.objects.open().filter(
        course_key=course_key, is_required=True, first_at__gte=since, binds_from=None
    )
    if not added.exists():
        return
    learning = Enrolment.objects.open().filter(
        course_key=course_key, course_completion=None, started_at__lt=since
    )
    telling.tell(
        UPDATED,
        event=f"course-updated:{course_key}:{clock.today()}",
        subject=f"course:{course_key}",
        people=Person.objects.filter(pk__in=learning.values("person")),
    )


def forget_reminders(completion: CourseCompletion) -> None:
    """A course is done: nobody needs to be asked to finish it."""
    enrolment = completion.enrolment
    asked = telling.there(place_of(enrolment.course_key))
    telling.withdraw(asked.filter(person=enrolment.person_id))
