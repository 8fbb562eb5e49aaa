"""The programme in figures, for whoever comes: counted from rows, a few times an hour."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache

from courses.certificates.queries import counted
from courses.progress.models import Enrolment
from lms.people.models import Membership

KEPT = timedelta(minutes=15)  # a figure of the home page may be that old


@dataclass(frozen=True)
class Figures:
    """Municipalities with confirmed staff, of these people who began a course, certificates that were not revoked.

    The programme's report counts people in the same way.
    """

    municipalities: int
    learners: int
    certificates: int


def figures() -> Figures:
    """As they were when last counted."""
    kept: Figures | None = cache.get("website:figures")
    if kept is None:
        kept = count()
        cache.set("website:figures", kept, KEPT.total_seconds())
    return kept


def count() -> Figures:
    """Count now; three queries."""
    members = Membership.objects.open().confirmed().exclude(municipality=None)
    begun = Enrolment.objects.filter(membership__confirmed_at__isnull=False)
    return Figures(
        municipalities=members.values("municipality").distinct().count(),
        learners=begun.values("person").distinct().count(),
        certificates=counted().count(),
    )
