"""Who sees certificates, and who may revoke and reissue them."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.people.access import User
from lms.rules import Verdict

if TYPE_CHECKING:
    from courses.certificates.models import CertificateIssue

__all__ = ["User"]

ONLY_MANAGERS = _("Only a programme manager does this.")


def certificates_visible_to(user: User) -> Q:
    """Everybody sees their own; managers see all. What the checking page tells needs no right."""
    if isinstance(user, AnonymousUser):
        return Q(pk__in=[])
    return Q() if user.is_manager else Q(person=user)


def can_look_after_certificates(user: User) -> Verdict:
    """Whether somebody searches all certificates and reads the reports of forgeries."""
    if isinstance(user, AnonymousUser) or not user.is_manager:
        return Verdict.no(ONLY_MANAGERS)
    return Verdict.yes()


def can_revoke(by: User, issue: "CertificateIssue") -> Verdict:
    """A manager, once, the newest of its chain, and never their own."""
    return _can_change(by, issue)


def can_reissue(by: User, issue: "CertificateIssue") -> Verdict:
    """As revoking; whether the name differs and it has not expired is for the use case to see."""
    return _can_change(by, issue)


def _can_change(by: User, issue: "CertificateIssue") -> Verdict:
    if isinstance(by, AnonymousUser) or not by.is_manager:
        return Verdict.no(ONLY_MANAGERS)
    if by.pk == issue.person_id:
        return Verdict.no(_("Another manager must do this: the certificate is your own."))
    if getattr(issue, "revocation", None):
        return Verdict.no(_("The certificate has been revoked."))
    if getattr(issue, "superseded_by", None):
        return Verdict.no(_("A newer certificate has replaced this one."))
    return Verdict.yes()
