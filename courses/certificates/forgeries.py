"""Somebody saw a paper that does not match what the checking page tells; the managers look into it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.certificates import access
from courses.certificates.models import ForgeryReport
from courses.certificates.notice_kinds import FORGERY
from lms import clock
from lms.notifications.telling import tell
from lms.people.models import Person, Role, RoleGrant
from lms.people.notice_kinds import MANAGERS
from lms.rules import Refusal, require


class NothingSaid(Refusal):
    message = _("Write what does not match.")
    field = "text"


@transaction.atomic
def report_forgery(*, code_as_typed: str, text: str, contact: str = "") -> ForgeryReport:
    """Keep a report from anybody, and tell the managers. Raises `NothingSaid`."""
    if not text.strip():
        raise NothingSaid
    report = ForgeryReport.objects.create(
        code_as_typed=code_as_typed.strip(),
        text=text.strip(),
        contact=contact.strip(),
        made_at=clock.now(),
    )
    managers = RoleGrant.objects.in_force().filter(role=Role.MANAGER)
    tell(
        FORGERY,
        event=f"forgery:{report.pk}",
        subject=f"forgery:{report.pk}",
        readers=MANAGERS,
        people=Person.objects.filter(pk__in=managers.values("person")),
    )
    return report


@transaction.atomic
def mark_handled(*, by: Person, report: ForgeryReport) -> ForgeryReport:
    """Somebody has looked into it; the first to say so stands. Raises `NotAllowed`."""
    require(access.can_look_after_certificates(by))
    report = ForgeryReport.objects.select_for_update().get(pk=report.pk)
    if report.handled_at is None:
        report.handled_at, report.handled_by = clock.now(), by
        report.save(update_fields=["handled_at", "handled_by"])
    return report
