"""What other rooms ask about certificates: somebody's, what waits and for whom, and how many there are."""

from datetime import date
from typing import NamedTuple

from django.db.models import IntegerField, Q
from django.utils.translation import gettext as _

from courses.certificates.models import CertificateIssue, CertificateIssueQuerySet
from courses.progress.models import CourseCompletion
from lms.people.access import is_for_managers
from lms.people.models import Person
from lms.prepared import Prepared


def certificates_of(person: Person) -> CertificateIssueQuerySet:
    """The person's certificates, newest first, without those that a newer one has replaced; one query."""
    return (
        CertificateIssue.objects.of(person)
        .newest_of_each()
        .with_status()
        .select_related("completion__enrolment")
    )


class InShort(NamedTuple):
    """What a list of courses says of a certificate."""

    completion_id: int
    number: str
    expires_on: date | None


NEWEST_OF_EACH = Prepared(
    lambda person: (
        CertificateIssue.objects.filter(person=person)
        .newest_of_each()
        .order_by()
        .values_list("completion_id", "number", "expires_on")
    ),
    person=IntegerField(),
)


def certificates_in_short(person: Person) -> list[InShort]:
    """The same certificates in short, for pages that only lead to them; one light query."""
    return [InShort(*row) for row in NEWEST_OF_EACH.all(person=person.pk)]


def waiting_of(person: Person) -> list[CourseCompletion]:
    """The person's completed courses that have no certificate yet, oldest first."""
    return list(
        CourseCompletion.objects.filter(enrolment__person=person, certificates=None)
        .select_related("enrolment__person", "membership", "waiting_certificate")
        .order_by("at", "pk")
    )


def waiting_words(completion: CourseCompletion, person: Person) -> str:
    """What a completed course still needs for its certificate, and whom to ask; empty if it has it.

    In the language that is active.
    """
    if CertificateIssue.objects.filter(completion=completion).exists():
        return ""
    membership = person.membership
    if membership is None:
        return _(
            "You have completed the course. Say in your profile where you work: as soon as that is"
            " confirmed, the certificate is yours."
        )
    if membership.municipality is None or is_for_managers(membership):
        return _(
            "You have completed the course. As soon as the managers of the programme confirm where you"
            " work, the certificate is yours."
        )
    names = [coordinator.full_name for coordinator in membership.municipality.coordinators()]
    return _(
        "You have completed the course. As soon as the coordinator confirms where you work, the"
        " certificate is yours. Ask: %(names)s (%(place)s)."
    ) % {"names": ", ".join(names), "place": membership.municipality.name}


def counted(
    *, since: date | None = None, before: date | None = None, as_of: date | None = None
) -> CertificateIssueQuerySet:
    """Certificates that count in a report: issued in the period, one for each completion, and not revoked by then.

    A reissue is not counted again, and counts on the day of the first; `before` is the first day after the period.
    """
    first = CertificateIssue.objects.filter(supersedes=None)
    if since:
        first = first.filter(issued_on__gte=since)
    if before:
        first = first.filter(issued_on__lt=before)
    revoked = Q(completion__certificates__revocation__isnull=False)
    if as_of:
        revoked &= Q(completion__certificates__revocation__at__date__lte=as_of)
    return first.exclude(pk__in=CertificateIssue.objects.filter(revoked).values("pk"))
