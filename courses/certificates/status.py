"""What a certificate is worth today: derived from its rows, never stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone

from courses.certificates.models import CertificateIssue
from lms import clock


class State(StrEnum):
    GENUINE = "genuine"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Status:
    """`since`: the day of the revocation or the replacement, or the last day of one that has expired."""

    state: State
    since: date | None = None


def status_of(issue: CertificateIssue, on: date | None = None) -> Status:
    """The certificate's status on a day, today if none is given.

    Revoked says more than replaced, and replaced more than expired.
    """
    on = on or clock.today()
    revocation = getattr(issue, "revocation", None)
    if revocation and (revoked_on := timezone.localdate(revocation.at)) <= on:
        return Status(State.REVOKED, revoked_on)
    replaced_on = _replaced_on(issue)
    if replaced_on and replaced_on <= on:
        return Status(State.REPLACED, replaced_on)
    if issue.expires_on and issue.expires_on < on:
        return Status(State.EXPIRED, issue.expires_on)
    return Status(State.GENUINE)


def _replaced_on(issue: CertificateIssue) -> date | None:
    if hasattr(issue, "replaced_on"):  # read with the row by `with_status`
        day: date | None = issue.replaced_on
        return day
    newer = getattr(issue, "superseded_by", None)
    return newer.issued_on if newer else None
