"""Who completed what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "courses.reports"
    label = "reports"

    def ready(self) -> None:
        """What is recorded of exports and of lists that managers open has words."""
        from lms.people.audit import name_acts

        name_acts(
            {
                "report exported": _("Report exported"),
                "records opened": _("Records of learning opened"),
            }
        )
