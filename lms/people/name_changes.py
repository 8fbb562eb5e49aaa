"""A name changed after confirmation waits for the coordinator: certificates will carry it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.notifications.telling import tell
from lms.people import access, audit
from lms.people.changes import tell_that_person_changed
from lms.people.membership import ReasonNeeded
from lms.people.models import NameChange, Person
from lms.people.names import clean_full_name
from lms.people.notice_kinds import NAME
from lms.rules import Refusal, require


class NameWaits(Refusal):
    message = _("A changed name waits for a decision already. Withdraw it first.")


@transaction.atomic
def change_name(
    *, person: Person, family_name: str, given_name: str, patronymic: str = ""
) -> NameChange | None:
    """Change one's own name: at once before anybody has confirmed it, else once the coordinator accepts.

    Returns what waits now, or None. Raises `NameNeeded`, `NameTooLong`, `NameWaits`.
    """
    names = clean_full_name(family_name=family_name, given_name=given_name, patronymic=patronymic)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if all(getattr(person, field) == name for field, name in names.items()):
        return None
    if not person.memberships.confirmed().exists():
        write_name(person, names)
        return None
    if person.name_changes.waiting().exists():
        raise NameWaits
    return NameChange.objects.create(person=person, old_name=person.full_name, **names)


def write_name(person: Person, names: dict[str, str]) -> None:
    """Write the three names."""
    for field, name in names.items():
        setattr(person, field, name)
    person.save(update_fields=list(names))
    tell_that_person_changed(person)


@transaction.atomic
def withdraw_name(*, person: Person) -> None:
    """Take back what waits; it has changed nothing."""
    person.name_changes.waiting().delete()


@transaction.atomic
def accept_name(*, by: Person, change: NameChange) -> NameChange:
    """The name is right; it stands from now on. Certificates already issued keep theirs until reissued.

    Raises `NotAllowed`.
    """
    lock(change)
    require(access.can_decide_name(by, change))
    change.decided_at, change.decided_by, change.is_accepted = clock.now(), by, True
    change.save(update_fields=["decided_at", "decided_by", "is_accepted"])
    write_name(
        change.person,
        {
            "family_name": change.family_name,
            "given_name": change.given_name,
            "patronymic": change.patronymic,
        },
    )
    audit.record(
        by=by, act="name accepted", about=change.person, old=change.old_name, new=change.new_name
    )
    tell(
        NAME, event=f"name-decided:{change.pk}", subject=f"name:{change.pk}", people=[change.person]
    )
    return change


@transaction.atomic
def refuse_name(*, by: Person, change: NameChange, because: str) -> NameChange:
    """The name stays as it was, for a reason that the person reads. Raises `NotAllowed`, `ReasonNeeded`."""
    lock(change)
    require(access.can_decide_name(by, change))
    if not because.strip():
        raise ReasonNeeded
    change.decided_at, change.decided_by, change.is_accepted = clock.now(), by, False
    change.refused_because = because.strip()
    change.save(update_fields=["decided_at", "decided_by", "is_accepted", "refused_because"])
    audit.record(by=by, act="name refused", about=change.person, change=change.pk)
    tell(
        NAME, event=f"name-decided:{change.pk}", subject=f"name:{change.pk}", people=[change.person]
    )
    return change


def lock(change: NameChange) -> None:
    """Lock the row and read it as it stands now, so that two decisions at once are one after the other."""
    NameChange.objects.select_for_update().get(pk=change.pk)
    change.refresh_from_db(fields=["decided_at", "decided_by", "is_accepted"])
