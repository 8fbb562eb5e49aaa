"""Who gives which role to whom, and what follows from it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import timezone

from lms.people.choices import Role
from lms.people.models import AuditRecord, Person
from lms.people.roles import (
    TRAINERS,
    AlreadyGranted,
    MunicipalityNeeded,
    follow_ended_roles,
    grant_role,
    revoke_role,
)
from lms.rules import NotAllowed
from tests import make

pytestmark = pytest.mark.django_db
GRANTERS: dict[str, Callable[[], Person]] = {
    "learner": make.learner,
    "coordinator": make.coordinator,
    "trainer": make.trainer,
    "moderator": make.moderator,
    "manager": make.manager,
    "admin": make.admin,
}
MAY = {
    "learner": set(),
    "coordinator": set(),
    "trainer": set(),
    "moderator": set(),
    "manager": {Role.COORDINATOR, Role.TRAINER, Role.MODERATOR},
    "admin": {Role.COORDINATOR, Role.TRAINER, Role.MODERATOR, Role.MANAGER},
}


@pytest.mark.parametrize("granter", GRANTERS)
def test_who_grants_what(granter):
    by, place = GRANTERS[granter](), make.municipality()
    granted = set()
    for role in Role:
        try:
            grant_role(by=by, person=make.person(), role=role, municipality=place)
        except NotAllowed:
            continue
        granted.add(role)
    assert granted == MAY[granter]


def test_nobody_grants_to_themselves_or_takes_off_themselves():
    manager = make.manager()
    with pytest.raises(NotAllowed):
        grant_role(by=manager, person=manager, role=Role.TRAINER)
    with pytest.raises(NotAllowed):
        revoke_role(by=manager, grant=manager.role_grants.get())


def test_a_manager_takes_no_role_off_a_manager():
    other = make.manager()
    with pytest.raises(NotAllowed):
        revoke_role(by=make.manager(), grant=other.role_grants.get())
    revoke_role(by=make.admin(), grant=other.role_grants.get())
    assert not Person.objects.get(pk=other.pk).is_manager


def test_a_trainer_stands_in_wagtails_group_for_as_long_as_the_role_lasts():
    manager, person = make.manager(), make.person()
    grant = grant_role(by=manager, person=person, role=Role.TRAINER)
    assert Group.objects.get(name=TRAINERS) in person.groups.all()
    revoke_role(by=manager, grant=grant)
    assert not person.groups.exists()
    assert not Person.objects.get(pk=person.pk).is_trainer
    acts = AuditRecord.objects.filter(about=person, by=manager).values_list("act", flat=True)
    assert set(acts) == {"role granted", "role revoked"}


def test_a_role_that_runs_out_is_taken_from_the_groups_by_the_sweep():
    person = make.person()
    until = timezone.now() + timedelta(days=1)
    grant = grant_role(by=make.manager(), person=person, role=Role.TRAINER, until=until)
    assert follow_ended_roles() == 0
    grant.until = grant.granted_at
    grant.save(update_fields=["until"])
    assert follow_ended_roles() == 1
    assert not person.groups.exists()


def test_a_coordinator_is_one_of_a_municipality_and_others_are_not():
    manager, person, place = make.manager(), make.person(), make.municipality()
    with pytest.raises(MunicipalityNeeded):
        grant_role(by=manager, person=person, role=Role.COORDINATOR)
    assert grant_role(
        by=manager, person=person, role=Role.COORDINATOR, municipality=place
    ).municipality
    trainer = grant_role(by=manager, person=person, role=Role.TRAINER, municipality=place)
    assert trainer.municipality is None


def test_the_same_role_twice_is_refused():
    manager, person = make.manager(), make.trainer()
    with pytest.raises(AlreadyGranted):
        grant_role(by=manager, person=person, role=Role.TRAINER)


def test_administrators_are_appointed_at_the_console():
    person = make.person(email="first@example.kg")
    call_command("appoint_administrator", "First@example.kg", verbosity=0)
    person = Person.objects.get(pk=person.pk)
    assert person.is_admin
    assert person.is_superuser
    with pytest.raises(CommandError):
        call_command("appoint_administrator", "nobody@example.kg")
    with pytest.raises(CommandError):
        call_command("appoint_administrator", "first@example.kg")


def test_createsuperuser_makes_an_administrator():
    person = Person.objects.create_superuser(
        email="root@example.kg", family_name="А", given_name="Б", password=make.PASSWORD
    )
    assert person.is_admin
