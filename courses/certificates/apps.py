"""Certificates: issued, checked, revoked."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "courses.certificates"
    label = "certificates"

    def ready(self) -> None:
        """Certificates are issued where a course is completed, or where its last condition is met; acts are named."""
        from courses.certificates import issuing, notice_kinds
        from courses.progress.completion import on_course_completed
        from lms.people.audit import name_acts
        from lms.people.membership import on_membership_confirmed

        on_course_completed.append(issuing.issue_for)
        on_membership_confirmed.append(issuing.issue_what_waited)
        notice_kinds.register_kinds()
        name_acts(
            {
                "certificate revoked": _("Certificate revoked"),
                "certificate reissued": _("Certificate issued anew"),
            }
        )
