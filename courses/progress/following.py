"""Progress follows a publication: requirements in its transaction, those who now lack nothing after it."""

from uuid import UUID

from courses.catalogue.outline import Outline
from courses.progress.requirements import keep_requirements
from courses.progress.tasks import complete_who_lacks_nothing
from lms.after_commit import after_commit


def follow_publication(course_key: UUID, outline: Outline | None) -> None:
    """Joined to `courses.catalogue.publication.on_course_published`."""
    if keep_requirements(course_key, outline):
        after_commit(complete_who_lacks_nothing.delay, str(course_key))
