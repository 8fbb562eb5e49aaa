"""A certificate is issued: in the transaction that completes the course, or in the one that confirms the member."""

import logging
from calendar import monthrange
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.certificates import access
from courses.certificates.addresses import checking_page
from courses.certificates.codes import new_code
from courses.certificates.facts import Facts, as_printed, hours_of
from courses.certificates.freezing import FrozenCourse, frozen_course_of, keep_until_confirmed
from courses.certificates.models import CertificateIssue
from courses.certificates.notice_kinds import ISSUED
from courses.certificates.numbers import next_number
from courses.certificates.pdf import MISSING, TEMPLATE_VERSION
from courses.certificates.queries import waiting_of
from courses.certificates.tasks import make_certificate_pdf
from courses.progress.models import CourseCompletion, Enrolment
from courses.progress.records import touch_records
from lms import clock
from lms.after_commit import after_commit
from lms.languages import LANGUAGES
from lms.notifications.telling import tell
from lms.people import audit
from lms.people.membership import lock_all_of
from lms.people.models import Membership, Person
from lms.rules import Refusal, require

logger = logging.getLogger(__name__)


class SameName(Refusal):
    message = _(
        "The name on the certificate is the person's name today: “%(name)s”. Correct the name first."
    )


class HasExpired(Refusal):
    message = _("This certificate has run out. The person takes the course again.")


@transaction.atomic
def issue_if_due(completion: CourseCompletion) -> CertificateIssue | None:
    """Issue the certificate of a completed course, unless it waits for the membership; twice is once.

    It is dated with the moment at which nothing was missing any more: the completion, or the confirmation.
    """
    membership = membership_that_serves(completion)
    if membership is None or membership.confirmed_at is None:
        keep_until_confirmed(completion)
        return None
    issued = CertificateIssue.objects.filter(completion=completion, supersedes=None).first()
    if issued:
        return issued
    issued_at = max(completion.at, membership.confirmed_at)
    issued_on = timezone.localdate(issued_at)
    person = completion.enrolment.person
    course = frozen_course_of(completion)
    if course is None:
        logger.error("A completed course is gone", extra={"completion": completion.pk})
        return None
    issue = CertificateIssue.objects.create(
        number=next_number(issued_on.year),
        code=new_code(),
        completion=completion,
        person=person,
        membership=membership,
        language=person.language,
        facts=_facts_of(completion, course, membership).as_json(),
        issued_at=issued_at,
        issued_on=issued_on,
        expires_on=months_later(issued_on, course.valid_months) if course.valid_months else None,
        template_version=TEMPLATE_VERSION,
    )
    _hand_over(issue)
    return issue


def issue_for(completion: CourseCompletion) -> None:
    """A course has been completed: issue its certificate, unless it waits.

    Joined to the registry of `courses.progress.completion`, and called in its transaction.
    """
    issue_if_due(completion)


def issue_what_waited(membership: Membership) -> None:
    """Somebody's membership has been confirmed: issue the certificates that waited for it.

    Joined to the registry of `lms.people.membership`, and called in its transaction.
    """
    for completion in waiting_of(membership.person):
        issue_if_due(completion)


@transaction.atomic
def reissue(*, by: Person, issue: CertificateIssue) -> CertificateIssue:
    """Issue a certificate anew with the person's corrected name; the old one is replaced from today on.

    Nothing but the name, the number, the code and the date differs. Raises `NotAllowed`, `SameName`, `HasExpired`.
    """
    issue = CertificateIssue.objects.select_for_update().get(pk=issue.pk)
    require(access.can_reissue(by, issue))
    now, today = clock.now(), clock.today()
    facts = issue.frozen
    name = printed_name(issue.person)
    if name == facts.name:
        raise SameName(name=name)
    if issue.expires_on and issue.expires_on <= today:
        raise HasExpired
    newer = CertificateIssue.objects.create(
        number=next_number(today.year),
        code=new_code(),
        completion=issue.completion,
        person=issue.person,
        membership=issue.membership,
        supersedes=issue,
        language=issue.language,
        facts=issue.facts | {"name": name, "checked_at": checking_page()},
        issued_at=now,
        issued_on=today,
        expires_on=issue.expires_on,
        template_version=TEMPLATE_VERSION,
    )
    audit.record(
        by=by,
        act="certificate reissued",
        about=issue.person,
        old=issue.number,
        new=newer.number,
        old_name=facts.name,
        new_name=name,
    )
    _hand_over(newer)
    return newer


def membership_that_serves(completion: CourseCompletion) -> Membership | None:
    """The membership under which a completion is certified; None while it waits.

    That of the day, once confirmed. If that was refused, or ended undecided, or there was none, the first later
    one that is confirmed. The rows are locked, so that a confirmation and a completion at once do not miss
    each other: whichever comes second sees the first.
    """
    memberships = {
        membership.pk: membership for membership in lock_all_of(completion.enrolment.person_id)
    }
    of_that_day = memberships.get(completion.membership_id or 0)
    if of_that_day:
        if of_that_day.confirmed_at:
            return of_that_day
        if of_that_day.ended_on is None and of_that_day.refused_at is None:
            return None  # it still waits for the coordinator
    later = [
        membership
        for membership in memberships.values()
        if membership.confirmed_at
        and (
            membership.asked_at > of_that_day.asked_at
            if of_that_day
            else membership.ended_on is None
            or membership.ended_on > timezone.localdate(completion.at)
        )
    ]
    return min(later, key=lambda membership: (membership.asked_at, membership.pk), default=None)


def printed_name(person: Person) -> str:
    """The person's confirmed name as a certificate shows it, never empty."""
    return as_printed(person.full_name) or MISSING


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one there is: 31 August + 6 is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _facts_of(completion: CourseCompletion, course: FrozenCourse, membership: Membership) -> Facts:
    municipality = membership.municipality
    return Facts(
        name=printed_name(completion.enrolment.person),
        course=course.titles,
        course_language=course.language,
        hours=hours_of(course.minutes),
        municipality={code: as_printed(municipality.name_in(code)) for code in LANGUAGES}
        if municipality
        else None,
        course_page_id=course.page_id,
        revision_id=course.revision_id,
        checked_at=checking_page(),
    )


def _hand_over(issue: CertificateIssue) -> None:
    """Tell the person, and have the PDF made: from the committed row, by a task. Records are found by its number."""
    touch_records(Enrolment.objects.filter(course_completion=issue.completion_id))
    tell(
        ISSUED,
        event=f"certificate:{issue.number}",
        subject=f"certificate:{issue.pk}",
        people=[issue.person],
    )
    after_commit(make_certificate_pdf.delay, issue.pk)
