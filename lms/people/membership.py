"""Somebody says where they work; the coordinator confirms or refuses it; people move and leave."""

from collections.abc import Callable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.notifications.telling import tell
from lms.people import access, audit
from lms.people.choices import Role
from lms.people.deciding import nobody_waits, tell_deciders
from lms.people.models import Membership, Municipality, Person, Position
from lms.people.notice_kinds import CONFIRMED, REFUSED
from lms.people.searching import follow_person
from lms.rules import Refusal, require

# Higher rooms join here in `AppConfig.ready`; called inside the transaction that confirms.
on_membership_confirmed: list[Callable[[Membership], None]] = []
# What they lock of a person before the memberships are locked, if what they do then needs it.
before_memberships: list[Callable[[int], None]] = []


class AlreadyMember(Refusal):
    message = _(
        "You have said already where you work. Say where you work now, and we note the move."
    )
    field = "municipality"


class NotAMember(Refusal):
    message = _("There is no open membership to change.")


class SameMembership(Refusal):
    message = _("This is where you work already, in the same position.")
    field = "position"


class ReasonNeeded(Refusal):
    message = _("Write the reason: the person will read it.")
    field = "because"


class AnotherPlaceThen(Refusal):
    message = _("Another membership of this person covers these days.")


def lock_all_of(person_id: int) -> list[Membership]:
    """All memberships of a person, locked from the oldest on; whoever locks several does it so.

    In one order, so that nothing waits in a circle; and by `no_key`, which leaves rows that only point to them free to
    be written: a certificate, a completion.
    """
    rows = Membership.objects.select_for_update(no_key=True).filter(person=person_id)
    return list(rows.order_by("pk"))


def lock_to_confirm(person_id: int) -> None:
    """All that a confirmation writes of a person, in the order in which those lock it who complete a course."""
    for lock_first in before_memberships:
        lock_first(person_id)
    lock_all_of(person_id)


def lock(membership: Membership) -> None:
    """Lock the row and read it as it stands now, so that two decisions at once are one after the other."""
    lock_all_of(membership.person_id)
    membership.refresh_from_db(
        fields=["ended_on", "confirmed_at", "confirmed_by", "refused_at", "refused_by"]
    )


@transaction.atomic
def ask_membership(
    *,
    person: Person,
    municipality: Municipality | None,
    position: Position,
    started_on: date | None = None,
) -> Membership:
    """Say where one works; whoever decides is told that it waits. Raises `AlreadyMember`, `AnotherPlaceThen`."""
    membership = write_membership(
        person=person, municipality=municipality, position=position, started_on=started_on
    )
    tell_deciders(membership)
    return membership


def write_membership(
    *,
    person: Person,
    municipality: Municipality | None,
    position: Position,
    started_on: date | None = None,
) -> Membership:
    """Write the row that waits for a decision; the caller is a use case, and knows whether anybody need hear of it."""
    # `no_key`: a certificate that is issued just now points to the person, and must not wait for us.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Membership.objects.open().filter(person=person).exists():
        raise AlreadyMember
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                person=person,
                municipality=municipality,
                position=position,
                started_on=started_on or clock.today(),
            )
    except IntegrityError as error:
        raise AnotherPlaceThen from error
    person.forget_what_was_read()
    return membership


@transaction.atomic
def move(
    *,
    person: Person,
    municipality: Municipality | None,
    position: Position,
    on: date | None = None,
) -> Membership:
    """End the open membership and open the next on the same day.

    Another position in the same municipality takes the confirmation along; another municipality asks anew.
    Raises `NotAMember`, `SameMembership`, `AnotherPlaceThen`.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    old = Membership.objects.open().filter(person=person).first()
    if old is None:
        raise NotAMember
    if (old.municipality, old.position) == (municipality, position):
        raise SameMembership
    close(old, on=on)
    new = write_membership(
        person=person, municipality=municipality, position=position, started_on=old.ended_on
    )
    if old.confirmed_at and old.municipality_id == new.municipality_id:
        new.confirmed_at, new.confirmed_by = old.confirmed_at, old.confirmed_by
        new.save(update_fields=["confirmed_at", "confirmed_by"])
        person.forget_what_was_read()
        follow_person(person)
    else:
        tell_deciders(new)
    return new


def close(membership: Membership, *, on: date | None) -> None:
    """Write the last day, and take the coordinator's role in that place off with it."""
    membership.ended_on = max(on or clock.today(), membership.started_on)
    membership.save(update_fields=["ended_on"])
    person = membership.person
    if membership.confirmed_at and membership.municipality_id:
        ended = person.role_grants.in_force().filter(
            role=Role.COORDINATOR, municipality_id=membership.municipality_id
        )
        if ended.update(until=clock.now()):
            audit.record(
                by=None,
                act="role ended with the membership",
                about=person,
                role=Role.COORDINATOR,
                municipality=membership.municipality_id,
            )
    person.forget_what_was_read()
    if membership.confirmed_at:
        follow_person(person)
    else:
        nobody_waits(membership)


@transaction.atomic
def end_membership(*, by: Person, membership: Membership, on: date | None = None) -> Membership:
    """Somebody no longer works there; what was earned stays. Raises `NotAllowed`."""
    lock(membership)
    require(access.can_end(by, membership))
    close(membership, on=on)
    audit.record(by=by, act="membership ended", about=membership.person, membership=membership.pk)
    return membership


@transaction.atomic
def confirm_membership(*, by: Person, membership: Membership) -> Membership:
    """Say that the person works there; from now on they count, and what waited is issued. Raises `NotAllowed`."""
    lock_to_confirm(membership.person_id)
    lock(membership)
    require(access.can_decide(by, membership))
    return write_confirmation(by=by, membership=membership)


def write_confirmation(*, by: Person, membership: Membership) -> Membership:
    """Write the confirmation and tell whoever waited for it; the caller has decided that it may be."""
    membership.confirmed_at, membership.confirmed_by = clock.now(), by
    membership.save(update_fields=["confirmed_at", "confirmed_by"])
    membership.person.forget_what_was_read()
    audit.record(
        by=by, act="membership confirmed", about=membership.person, membership=membership.pk
    )
    nobody_waits(membership)
    tell(
        CONFIRMED,
        event=f"membership-confirmed:{membership.pk}",
        subject=f"membership:{membership.pk}",
        people=[membership.person],
    )
    follow_person(membership.person)
    for join in on_membership_confirmed:
        join(membership)
    return membership


@transaction.atomic
def refuse_membership(*, by: Person, membership: Membership, because: str) -> Membership:
    """Say that the person does not work there, and why; they may ask again. Raises `NotAllowed`, `ReasonNeeded`."""
    lock(membership)
    require(access.can_decide(by, membership))
    if not because.strip():
        raise ReasonNeeded
    membership.refused_at, membership.refused_by = clock.now(), by
    membership.refused_because = because.strip()
    membership.save(update_fields=["refused_at", "refused_by", "refused_because"])
    membership.person.forget_what_was_read()
    audit.record(by=by, act="membership refused", about=membership.person, membership=membership.pk)
    nobody_waits(membership)
    tell(
        REFUSED,
        event=f"membership-refused:{membership.pk}",
        subject=f"membership:{membership.pk}",
        people=[membership.person],
    )
    return membership
