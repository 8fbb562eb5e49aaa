"""A certificate runs out: its holder takes the course again, in a round of its own."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from courses.certificates.models import CertificateIssue
from courses.certificates.status import State, status_of
from courses.progress.enrolment import open_next_round
from courses.progress.models import Enrolment
from lms import clock
from lms.people.models import Person
from lms.rules import Verdict, require

RENEWAL_OPENS = timedelta(days=90)  # before the last day; fieldwork and harvest take people away


def can_renew(person: Person, issue: CertificateIssue) -> Verdict:
    """The holder of a certificate that runs out soon or has run out, if it is the last they have for the course."""
    today = clock.today()
    if issue.person_id != person.pk:
        return Verdict.no(_("Only the holder takes the course again."))
    if issue.expires_on is None:
        return Verdict.no(_("This certificate does not expire."))
    if status_of(issue, today).state not in {State.GENUINE, State.EXPIRED}:
        return Verdict.no(_("This certificate is not valid any more."))
    if issue.expires_on - RENEWAL_OPENS > today:
        return Verdict.no(_("The course can be taken again from 90 days before the last day."))
    course_key = issue.completion.enrolment.course_key
    if Enrolment.objects.of(person).filter(
        course_key=course_key, round__gt=issue.completion.enrolment.round
    ):
        return Verdict.no(_("You are taking this course again already."))
    return Verdict.yes()


def renew(*, person: Person, issue: CertificateIssue) -> Enrolment:
    """Open the next round of the certificate's course. Raises `NotAllowed`, `AlreadyLearning`."""
    require(can_renew(person, issue))
    return open_next_round(person=person, course_key=issue.completion.enrolment.course_key)
