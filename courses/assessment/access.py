"""Who may do what with quizzes. An attempt is its owner's alone: `Attempt.objects.of(person)`."""

from django.utils.translation import gettext_lazy as _

from lms.people.models import Person
from lms.rules import Verdict


def can_see_numbers(by: Person) -> Verdict:
    """Trainers see where learners stop, as counts; nobody's single attempt."""
    if by.is_trainer or by.is_manager or by.is_admin:
        return Verdict.yes()
    return Verdict.no(_("Only trainers and managers see how quizzes are answered."))


def can_regrade(by: Person) -> Verdict:
    """Whoever may correct a quiz may have it graded again."""
    if by.is_trainer or by.is_admin:
        return Verdict.yes()
    return Verdict.no(_("Only trainers can have a quiz graded again."))
