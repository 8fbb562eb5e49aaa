"""Roles are granted, taken off and logged; Wagtail's groups follow in the same transaction."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.people import access, audit
from lms.people.choices import Role
from lms.people.models import Municipality, Person, RoleGrant
from lms.rules import Refusal, require

# Wagtail's groups, by the names that the catalogue's set-up gives rights to.
TRAINERS = "Trainers"
MODERATORS = "Moderators"
MANAGERS = "Managers"
GROUP_OF = {Role.TRAINER: TRAINERS, Role.MODERATOR: MODERATORS, Role.MANAGER: MANAGERS}


class MunicipalityNeeded(Refusal):
    message = _("Choose the municipality that the person coordinates.")
    field = "municipality"


class AlreadyGranted(Refusal):
    message = _("The person has this role already.")
    field = "role"


@transaction.atomic
def grant_role(
    *,
    by: Person,
    person: Person,
    role: Role,
    municipality: Municipality | None = None,
    until: datetime | None = None,
) -> RoleGrant:
    """Give a role, for good or until a moment. Raises `NotAllowed`, `MunicipalityNeeded`, `AlreadyGranted`."""
    require(access.can_grant(by, role, person))
    return write_grant(by=by, person=person, role=role, municipality=municipality, until=until)


@transaction.atomic
def appoint_administrator(*, person: Person) -> RoleGrant:
    """For the server's console only: the one role that nobody on the site can give."""
    return write_grant(by=None, person=person, role=Role.ADMIN, municipality=None, until=None)


def write_grant(
    *,
    by: Person | None,
    person: Person,
    role: Role,
    municipality: Municipality | None,
    until: datetime | None,
) -> RoleGrant:
    """Write the grant, its record, and what Wagtail reads; the caller has decided that it may be."""
    if role == Role.COORDINATOR and municipality is None:
        raise MunicipalityNeeded
    if role != Role.COORDINATOR:
        municipality = None
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.role_grants.in_force().filter(role=role, municipality=municipality).exists():
        raise AlreadyGranted
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                person=person, role=role, municipality=municipality, granted_by=by, until=until
            )
    except IntegrityError as error:
        raise AlreadyGranted from error
    audit.record(
        by=by,
        act="role granted",
        about=person,
        role=role,
        municipality=municipality.pk if municipality else None,
    )
    follow_with_groups(person)
    return grant


@transaction.atomic
def revoke_role(*, by: Person, grant: RoleGrant) -> RoleGrant:
    """Take a role off, now. Raises `NotAllowed`; what has ended already stays as it is."""
    RoleGrant.objects.select_for_update().get(pk=grant.pk)
    require(access.can_grant(by, Role(grant.role), grant.person))
    if RoleGrant.objects.in_force().filter(pk=grant.pk).update(until=clock.now()):
        audit.record(
            by=by,
            act="role revoked",
            about=grant.person,
            role=grant.role,
            municipality=grant.municipality_id,
        )
    follow_with_groups(grant.person)
    grant.refresh_from_db(fields=["until"])
    return grant


def follow_with_groups(person: Person) -> None:
    """Put the person into Wagtail's groups, and make or unmake a superuser, as the roles in force say."""
    person.forget_what_was_read()
    for role, name in GROUP_OF.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        if person.has_role(role):
            person.groups.add(group)
        else:
            person.groups.remove(group)
    if person.is_superuser != person.is_admin:
        person.is_superuser = person.is_admin
        person.save(update_fields=["is_superuser"])


def follow_ended_roles() -> int:
    """For the periodic sweep: take out of the groups those whose role has run out. Returns how many."""
    in_force = RoleGrant.objects.in_force()
    lapsed = Person.objects.filter(
        Q(groups__name=TRAINERS) & ~Q(pk__in=in_force.filter(role=Role.TRAINER).values("person"))
        | Q(groups__name=MODERATORS)
        & ~Q(pk__in=in_force.filter(role=Role.MODERATOR).values("person"))
        | Q(groups__name=MANAGERS) & ~Q(pk__in=in_force.filter(role=Role.MANAGER).values("person"))
        | Q(is_superuser=True) & ~Q(pk__in=in_force.filter(role=Role.ADMIN).values("person"))
    ).distinct()
    people = list(lapsed)
    for person in people:
        with transaction.atomic():
            follow_with_groups(person)
    return len(people)
