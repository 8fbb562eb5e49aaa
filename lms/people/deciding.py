"""Who decides on a membership, said to the person who waits; and that somebody waits, said to those who decide."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.addresses import page_in
from lms.notifications.outgoing import tell
from lms.people import access
from lms.people.choices import Role
from lms.people.models import Membership, Person, RoleGrant


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
    page = "municipality_waiting" if coordinators else "programme_waiting"
    for decider in coordinators or _managers_but(person):
        tell(
            person=decider,
            event=f"membership-waits:{person.pk}:{timezone.localdate(membership.asked_at)}",
            subject=gettext_lazy("Somebody waits for your decision"),
            text=gettext_lazy(
                "%(place)s: somebody says that they work there, and waits for you to confirm or refuse it: %(address)s"
            )
            if membership.municipality
            else gettext_lazy(
                "Somebody from outside the municipalities waits for you to confirm or refuse it: %(address)s"
            ),
            facts={
                "place": membership.municipality,
                "address": page_in(decider.language, page),
            },
        )


def tell_if_still_waiting(person: Person) -> None:
    """Somebody is in: if they still wait, those who decide are told, unless they have been."""
    membership = Membership.objects.waiting().filter(person=person).first()
    if membership:
        tell_deciders(membership)


def _managers_but(person: Person) -> list[Person]:
    grants = RoleGrant.objects.in_force().filter(role=Role.MANAGER, person__is_active=True)
    return list(Person.objects.filter(pk__in=grants.values("person")).exclude(pk=person.pk))
