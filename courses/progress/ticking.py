"""A learner ticks a lesson's checklist; ticks are theirs, and kept."""

from uuid import UUID

from courses.progress.models import ChecklistTick
from lms.people.models import Person


def keep_ticks(*, person: Person, activity_key: UUID, ticked: set[str], shown: set[str]) -> None:
    """Make the ticks of the items that were shown equal to what was ticked; others are left alone."""
    mine = ChecklistTick.objects.filter(person=person, activity_key=activity_key)
    mine.filter(item_id__in=shown - ticked).delete()
    ChecklistTick.objects.bulk_create(
        [
            ChecklistTick(person=person, activity_key=activity_key, item_id=item)
            for item in sorted(ticked & shown)
        ],
        ignore_conflicts=True,
    )
