"""Who decides on a membership, said to the person who waits; and that somebody waits, said to those who decide."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.locking import update_in_order
from lms.notifications.models import Notice
from lms.notifications.telling import tell, there, withdraw
from lms.people import access
from lms.people.choices import Role
from lms.people.models import Membership, Person, RoleGrant
from lms.people.notice_kinds import COORDINATOR, MANAGERS, WAITS


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


def tell_deciders(membership: Membership) -> None:
    """Tell the coordinators that somebody waits; the managers where nobody coordinates. Twice is once.

    An address that nobody has shown to be theirs troubles nobody: whoever signs in with it has, and is heard of then.
    Who asks again on the same day is not heard of again. What a stranger wrote, the name too, is read on the page only.
    """
    person = membership.person
    if not person.verified_email and not person.verified_phone:
        return
    coordinators: list[Person] = []
    if membership.municipality:
        coordinators = list(membership.municipality.coordinators().exclude(pk=person.pk))
    readers = f"{COORDINATOR}{membership.municipality_id}" if coordinators else MANAGERS
    what = {"subject": f"membership:{membership.pk}", "place": f"waiting:{membership.pk}"}
    event = f"membership-waits:{person.pk}:{timezone.localdate(membership.asked_at)}"
    # What they heard today of an earlier wish, which was decided or taken back since, tells of this one.
    update_in_order(Notice.objects.filter(event=event, readers=readers), withdrawn_at=None, **what)
    people = coordinators or _managers_but(person)
    tell(WAITS, event=event, readers=readers, people=people, **what)


def nobody_waits(membership: Membership) -> None:
    """It has been decided, or has ended: those who were to decide need not any more."""
    withdraw(there(f"waiting:{membership.pk}"))


def tell_if_still_waiting(person: Person) -> None:
    """Somebody is in: if they still wait, those who decide are told, unless they have been."""
    membership = Membership.objects.waiting().filter(person=person).first()
    if membership:
        tell_deciders(membership)


def _managers_but(person: Person) -> list[Person]:
    grants = RoleGrant.objects.in_force().filter(role=Role.MANAGER, person__is_active=True)
    return list(Person.objects.filter(pk__in=grants.values("person")).exclude(pk=person.pk))
