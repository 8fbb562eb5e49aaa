"""Progress follows a publication: requirements in its transaction, those who now lack nothing after it."""

from functools import partial
from uuid import UUID

from django.db import transaction

from courses.catalogue.outline import Outline
from courses.progress.requirements import keep_requirements
from courses.progress.tasks import complete_who_lacks_nothing


def follow_publication(course_key: UUID, outline: Outline | None) -> None:
    """Joined to `courses.catalogue.publication.on_course_published`."""
    if keep_requirements(course_key, outline):
        nudge = partial(complete_who_lacks_nothing.delay, str(course_key))
        transaction.on_commit(nudge, robust=True)
