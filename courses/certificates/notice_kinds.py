"""What people are told of certificates: their own, and managers of reported forgeries."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.certificates.models import CertificateIssue, Revocation
from courses.certificates.pdf import address_of
from lms.notifications.kinds import Kind, Teller, Told, register, told_of
from lms.notifications.models import Notice, Way

GROUP = gettext_lazy("Courses and certificates")


def _issued(issue: CertificateIssue) -> Told:
    course, _language = issue.frozen.course_in(get_language() or "ru")
    text = _(
        "Your certificate for the course “%(course)s” is here. Anybody can check it: %(check)s"
    ) % {"course": course, "check": address_of(issue)}
    title = _("Your certificate %(number)s") % {"number": issue.number}
    return Told(title, text, reverse("my_certificates"))


def _revoked(revocation: Revocation) -> Told:
    facts = {"number": revocation.issue.number, "why": revocation.why}
    text = _(
        "Your certificate %(number)s is no longer valid. The reason: %(why)s If you think that this is a"
        " mistake, write to the managers of the programme."
    )
    title = _("Your certificate %(number)s was revoked")
    return Told(title % facts, text % facts, reverse("my_certificates"))


def _of_forgeries(notices: Sequence[Notice]) -> dict[int, Teller]:
    def tell() -> Told:
        # What a stranger wrote stays on the page, where it is shown as what it is.
        return Told(
            _("Somebody reports a forged certificate"),
            _("Somebody saw a certificate that does not match. Read the report."),
            reverse("programme_forgeries"),
        )

    return {each.pk: tell for each in notices}


def manages(person: Any) -> bool:
    """Whether reports of forgeries are for this person."""
    return bool(person.is_manager)


ISSUED = Kind(
    name="certificates.issued",
    group=GROUP,
    label=gettext_lazy("Your certificates"),
    about=gettext_lazy("A certificate was issued to you."),
    way=Way.AT_ONCE,
    describe=told_of(CertificateIssue.objects.all(), _issued),
    by_sms=True,
)
REVOKED = Kind(
    name="certificates.revoked",
    group=GROUP,
    label=gettext_lazy("A certificate of yours was revoked"),
    about=gettext_lazy("A manager has revoked a certificate of yours."),
    way=Way.AT_ONCE,
    describe=told_of(Revocation.objects.select_related("issue"), _revoked),
    by_sms=True,
)
FORGERY = Kind(
    name="certificates.forgery",
    group=GROUP,
    label=gettext_lazy("Reports of forged certificates"),
    about=gettext_lazy("Somebody reports a certificate that does not match."),
    way=Way.AT_ONCE,
    describe=_of_forgeries,
    by_sms=True,
    concerns=manages,
)


def register_kinds() -> None:
    """Join them, in the order in which a page lists them."""
    for kind in (ISSUED, REVOKED, FORGERY):
        register(kind)
