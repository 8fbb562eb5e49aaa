"""A manager revokes a certificate; the paper stays in the world, and the checking page says what it is worth."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.certificates import access
from courses.certificates.models import CertificateIssue, Revocation
from courses.certificates.notice_kinds import REVOKED
from courses.progress.models import Enrolment
from courses.progress.records import touch_records
from lms import clock
from lms.notifications.telling import tell
from lms.people import audit
from lms.people.models import Person
from lms.rules import Refusal, require


class NoReason(Refusal):
    message = _("Write why the certificate is revoked.")
    field = "why"


@transaction.atomic
def revoke(*, by: Person, issue: CertificateIssue, why: str) -> Revocation:
    """Revoke a certificate for good, and tell its holder. Raises `NotAllowed`, `NoReason`."""
    issue = CertificateIssue.objects.select_for_update().get(pk=issue.pk)
    require(access.can_revoke(by, issue))
    if not why.strip():
        raise NoReason
    revocation = Revocation.objects.create(issue=issue, by=by, why=why.strip(), at=clock.now())
    touch_records(Enrolment.objects.filter(course_completion=issue.completion_id))
    audit.record(
        by=by,
        act="certificate revoked",
        about=issue.person,
        number=issue.number,
        why=revocation.why,
    )
    tell(
        REVOKED,
        event=f"certificate-revoked:{issue.number}",
        subject=f"revocation:{revocation.pk}",
        people=[issue.person],
    )
    return revocation
