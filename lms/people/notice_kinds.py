"""What people are told of their place of work and their name, and those who decide of who waits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.notifications.kinds import Kind, Teller, Told, key_in, register, told_of
from lms.notifications.models import Notice, Way
from lms.people.choices import Role
from lms.people.models import Membership, NameChange, RoleGrant
from lms.prepared import Slot

GROUP = gettext_lazy("People and places")
MANAGERS = "managers"  # who sees a notice as long as they have that role
COORDINATOR = "coordinator:"  # the same, with the key of the municipality behind it
MEMBERSHIPS = Membership.objects.select_related("municipality")


def may_see(now: datetime | Slot) -> Q:
    """Of notices: those for a role that their person has now. Joined to `lms.notifications.readers`."""
    grants = RoleGrant.objects.in_force(at=now).filter(person=OuterRef("person")).order_by()
    managers = grants.filter(role__in=[Role.MANAGER, Role.ADMIN])
    word = Concat(Value(COORDINATOR), Cast("municipality_id", CharField(max_length=20)))
    there = (
        grants.filter(role=Role.COORDINATOR).annotate(word=word).filter(word=OuterRef("readers"))
    )
    return (Q(readers=MANAGERS) & Q(Exists(managers))) | (
        Q(readers__startswith=COORDINATOR) & Q(Exists(there))
    )


def _of_waiting(notices: Sequence[Notice]) -> dict[int, Teller]:
    found = MEMBERSHIPS.in_bulk(list({key_in(each) for each in notices}))

    def teller(membership: Membership, readers: str) -> Teller:
        def tell() -> Told:
            page = "programme_waiting" if readers == MANAGERS else "municipality_waiting"
            # What a stranger wrote, the name too, is read on the page only.
            text = (
                _(
                    "%(place)s: somebody says that they work there, and waits for you to confirm or refuse it."
                )
                % {"place": membership.municipality}
                if membership.municipality
                else _(
                    "Somebody from outside the municipalities waits for you to confirm or refuse it."
                )
            )
            return Told(_("Somebody waits for your decision"), text, reverse(page))

        return tell

    return {
        each.pk: teller(found[key_in(each)], each.readers)
        for each in notices
        if key_in(each) in found
    }


def _confirmed(membership: Membership) -> Told:
    text = _("%(place)s: your place of work is confirmed. What you complete is counted there.")
    return Told(
        _("Your place of work is confirmed"),
        text % {"place": membership.place},
        reverse("profile"),
    )


def _refused(membership: Membership) -> Told:
    text = _("%(place)s: your place of work was not confirmed. The reason: %(because)s") % {
        "place": membership.place,
        "because": membership.refused_because,
    }
    return Told(_("Your place of work was not confirmed"), text, reverse("profile"))


def _renamed(change: NameChange) -> Told:
    if change.is_accepted:
        words = _("Your name is changed"), _("Your name is now written so: %(name)s")
    else:
        words = (
            _("Your name was not changed"),
            _("Your name was not changed to %(name)s. The reason: %(because)s"),
        )
    facts = {"name": change.new_name, "because": change.refused_because}
    return Told(words[0], words[1] % facts, reverse("profile"))


def decides(person: Any) -> bool:
    """Whether memberships wait for this person's decision."""
    return bool(person.coordinated_municipality_ids) or person.is_manager


WAITS = Kind(
    name="people.waits",
    group=GROUP,
    label=gettext_lazy("Somebody waits for your decision"),
    about=gettext_lazy("Somebody says that they work where you confirm it."),
    way=Way.AT_ONCE,
    describe=_of_waiting,
    by_sms=True,
    concerns=decides,
)
CONFIRMED = Kind(
    name="people.confirmed",
    group=GROUP,
    label=gettext_lazy("Your place of work is confirmed"),
    about=gettext_lazy("Your coordinator, or a manager, has confirmed where you work."),
    way=Way.AT_ONCE,
    describe=told_of(MEMBERSHIPS, _confirmed),
    by_sms=True,
)
REFUSED = Kind(
    name="people.refused",
    group=GROUP,
    label=gettext_lazy("Your place of work was not confirmed"),
    about=gettext_lazy("Your coordinator, or a manager, has said that you do not work there."),
    way=Way.AT_ONCE,
    describe=told_of(MEMBERSHIPS, _refused),
    by_sms=True,
)
NAME = Kind(
    name="people.name",
    group=GROUP,
    label=gettext_lazy("Your name"),
    about=gettext_lazy("A name that you changed was accepted or refused."),
    way=Way.AT_ONCE,
    describe=told_of(NameChange.objects.all(), _renamed),
    by_sms=True,
)


def register_kinds() -> None:
    """Join them, in the order in which a page lists them."""
    for kind in (WAITS, CONFIRMED, REFUSED, NAME):
        register(kind)
