"""What of progress is finished in the background; every task may run twice, or at once with itself."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task

from courses.progress.completion import catch_up
from courses.progress.models import Requirement
from lms import clock

LOOKS_BACK = timedelta(
    days=7
)  # a nudge can be lost; a sweep that was down for a week still finds the course


@shared_task
def complete_who_lacks_nothing(course_key: str) -> None:
    """Complete those whom only a requirement that has ended kept from it."""
    catch_up(UUID(course_key))


@shared_task
def sweep_ended_requirements() -> None:
    """The same for every course of which a requirement ended lately, in case the nudge was lost."""
    keys = (
        Requirement.objects.filter(until__gte=clock.now() - LOOKS_BACK)
        .values_list("course_key", flat=True)
        .distinct()
    )
    for key in keys:
        catch_up(key)
