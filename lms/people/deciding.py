"""Who decides on a membership, said to the person who waits."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.people import access
from lms.people.models import Membership


def who_decides(membership: Membership) -> str:
    """One sentence: whom to ask, and from which day on the managers may decide too."""
    if membership.municipality is None:
        return _("The managers of the programme decide.")
    coordinators = membership.municipality.coordinators().exclude(pk=membership.person_id)
    names = ", ".join(coordinator.full_name for coordinator in coordinators)
    if not names:
        return _("This municipality has no coordinator yet: the managers of the programme decide.")
    if access.is_for_managers(membership):
        return _("The coordinator, %(names)s, or the managers of the programme decide.") % {
            "names": names
        }
    day = timezone.localtime(membership.asked_at + access.COORDINATOR_HAS)
    return _(
        "The coordinator, %(names)s, decides; from %(day)s on the managers of the programme may too."
    ) % {"names": names, "day": date_format(day, "DATE_FORMAT")}
