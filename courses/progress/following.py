"""Progress follows a publication: requirements in its transaction, those who now lack nothing after it."""

from uuid import UUID

from courses.catalogue.outline import Outline
from courses.progress.models import Enrolment, Requirement
from courses.progress.noticing import tell_of_update
from courses.progress.records import touch_records
from courses.progress.requirements import keep_requirements
from courses.progress.tasks import complete_who_lacks_nothing
from lms import clock
from lms.after_commit import after_commit


def follow_publication(course_key: UUID, outline: Outline | None) -> None:
    """Joined to `courses.catalogue.publication.on_course_published`."""
    before = clock.now()
    is_new = not Requirement.objects.filter(course_key=course_key).exists()
    ended = keep_requirements(course_key, outline)
    if not is_new:
        tell_of_update(course_key, outline, before)
    # Who is learning has other modules before them now; who has completed the course keeps theirs.
    touch_records(Enrolment.objects.open().filter(course_key=course_key, course_completion=None))
    if ended:
        after_commit(complete_who_lacks_nothing.delay, str(course_key))
