"""Why something of learning cannot be done."""

from django.utils.translation import gettext_lazy as _

from lms.rules import Refusal


class NotPublished(Refusal):
    message = _("This course or lesson is not published now. What you have completed stays yours.")


class NotEnrolled(Refusal):
    message = _("Join “%(course)s” first, then your progress is kept.")


class PrerequisiteMissing(Refusal):
    message = _("This course starts after “%(course)s”. Take that one first.")


class AlreadyLearning(Refusal):
    message = _("You are still in the middle of this course. Finish it first.")
