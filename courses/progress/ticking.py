"""A learner ticks a lesson's checklists; ticks are theirs, and kept."""

from uuid import UUID

from django.db import transaction

from courses.progress.models import ChecklistTick, Requirement
from courses.progress.refusals import NotPublished
from lms.people.models import Person


@transaction.atomic
def keep_ticks(*, person: Person, activity_key: UUID, ticked: set[str]) -> None:
    """Make the ticks of the lesson equal to what was ticked on its page; twice is once.

    Raises `NotPublished` for what never was a lesson.
    """
    if not Requirement.objects.filter(activity_key=activity_key).exists():
        raise NotPublished
    mine = ChecklistTick.objects.filter(person=person, activity_key=activity_key)
    mine.exclude(item_id__in=ticked).delete()
    ChecklistTick.objects.bulk_create(
        [
            ChecklistTick(person=person, activity_key=activity_key, item_id=item)
            for item in sorted(ticked)
        ],
        ignore_conflicts=True,
    )
