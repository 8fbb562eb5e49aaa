"""Who completed what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "courses.reports"
    label = "reports"

    def ready(self) -> None:
        """The index of records follows learning and is compared; what is recorded of exports and lists has words."""
        from courses.progress.records import on_records_changed
        from courses.reports.explorer import comparing
        from courses.reports.explorer.outbox import renew, tell_index
        from lms.people.audit import name_acts
        from search.registry import KeptTwice, kept_twice

        on_records_changed.append(tell_index)
        kept_twice["record"] = KeptTwice(comparing.differences, comparing.repair, renew)
        name_acts(
            {
                "report exported": _("Report exported"),
                "records opened": _("Records of learning opened"),
                "asked to finish": _("Asked to finish a course"),
            }
        )
