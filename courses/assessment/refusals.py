"""What a quiz refuses, in sentences."""

from django.utils.translation import gettext_lazy as _

from courses.assessment.models import Answer
from courses.assessment.questions import Value
from lms.rules import Refusal


class QuizWithdrawn(Refusal):
    message = _("This quiz is no longer in the course.")


class AttemptsUsedUp(Refusal):
    message = _("You have used up all attempts at this quiz (%(attempts)s).")


class WaitBeforeNext(Refusal):
    message = _("The next attempt opens at %(time)s. Until then you can read the lessons again.")


class QuestionNotAsked(Refusal):
    message = _("This question is not in your attempt. Nothing has been changed.")


class NotAnAnswer(Refusal):
    """An answer that the question cannot have: an option of another question, too long a text, no number."""

    field = "answer"
    message = _("This cannot be an answer to this question. Nothing has been changed.")


class NotANumber(NotAnAnswer):
    message = _("Type one number in digits, for example 4,8.")


class TooLong(NotAnAnswer):
    message = _("Shorten the answer to %(most)s characters.")


class OlderAnswer(Refusal):
    """Something newer has been saved meanwhile, from another phone or page; both are shown."""

    field = "answer"
    message = _(
        "You have answered this question elsewhere in the meantime. "
        "Choose which answer counts and save it."
    )

    def __init__(self, stored: Answer, offered: Value) -> None:
        super().__init__()
        self.stored, self.offered = stored, offered
