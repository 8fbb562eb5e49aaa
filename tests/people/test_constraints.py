"""What the database refuses whatever the code does: each constraint is tried to break."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.people.choices import Role
from lms.people.models import (
    Consent,
    Invitation,
    Membership,
    Municipality,
    NameChange,
    Person,
    ReturnCode,
    RoleGrant,
)
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


def person(**fields):
    return Person.objects.create(family_name="А", given_name="Б", **fields)


def membership(**fields):
    return Membership.objects.create(
        person=fields.pop("person", None) or make.person(),
        position=make.position(),
        **({"started_on": date(2020, 1, 1), "ended_on": date(2020, 2, 1)} | fields),
    )


def invitation(**fields):
    return Invitation.objects.create(
        municipality=make.municipality(),
        invited_by=make.person(),
        **({"code_hash": "x", "expires_at": NOW + DAY} | fields),
    )


def name_change(**fields):
    return NameChange.objects.create(
        **({"person": make.person(), "family_name": "А", "given_name": "Б"} | fields)
    )


def return_code(**fields):
    facts = {"person": make.person(), "made_by": make.person(), "code_hash": "x"}
    return ReturnCode.objects.create(**(facts | {"expires_at": NOW + DAY} | fields))


def twice(write):
    write()
    write()


BREAKS = {
    "an_email_belongs_to_one_person": lambda: [
        person(email="a@example.kg"),
        person(email="A@example.kg"),
    ],
    "a_person_has_a_phone_or_an_email": lambda: person(phone=None, email=None),
    "a_missing_phone_or_email_is_null": lambda: person(phone="", email="a@example.kg"),
    "a_verified_phone_is_a_phone": lambda: person(email="a@example.kg", phone_verified_at=NOW),
    "a_municipality_ends_after_it_begins": lambda: make.municipality(
        valid_from=date(2024, 1, 1), valid_to=date(2024, 1, 1)
    ),
    "a_population_has_its_year": lambda: make.municipality(population=5000),
    "a_person_has_one_open_membership": lambda: membership(
        started_on=date(2030, 1, 1), ended_on=None
    ),
    "a_membership_is_not_both_confirmed_and_refused": lambda: membership(
        confirmed_at=NOW,
        confirmed_by=make.person(),
        refused_at=NOW,
        refused_by=make.person(),
        refused_because="no",
    ),
    "a_confirmed_membership_was_confirmed_by_somebody": lambda: membership(confirmed_at=NOW),
    "a_refusal_has_its_reason_and_its_person": lambda: membership(
        refused_at=NOW, refused_by=make.person()
    ),
    "a_membership_ends_after_it_starts": lambda: membership(ended_on=date(2019, 1, 1)),
    "a_role_is_granted_once_at_a_time": lambda: [
        RoleGrant.objects.create(person=who, role=Role.TRAINER) for who in [make.person()] * 2
    ],
    "a_municipality_is_given_once_to_a_coordinator": lambda: [
        RoleGrant.objects.create(person=who, role=Role.COORDINATOR, municipality=place)
        for who, place in [(make.person(), make.municipality())] * 2
    ],
    "exactly_coordinators_have_a_municipality": lambda: RoleGrant.objects.create(
        person=make.person(), role=Role.COORDINATOR
    ),
    "a_role_ends_after_it_begins": lambda: RoleGrant.objects.create(
        person=make.person(), role=Role.TRAINER, until=NOW - DAY
    ),
    "a_used_invitation_was_used_by_somebody": lambda: invitation(used_at=NOW),
    "an_invitation_lasts_some_time": lambda: invitation(expires_at=NOW - DAY),
    "an_invitation_is_not_both_used_and_withdrawn": lambda: invitation(
        used_at=NOW, used_by=make.person(), withdrawn_at=NOW
    ),
    "a_return_code_ends_after_it_was_made": lambda: return_code(expires_at=NOW - DAY),
    "nobody_makes_a_return_code_for_themselves": lambda: [
        return_code(person=who, made_by=who) for who in [make.person()]
    ],
    "a_consent_is_given_once_a_version": lambda: [
        Consent.objects.create(person=who, version="1", language="ky")
        for who in [make.person()] * 2
    ],
    "a_person_waits_for_one_name_at_a_time": lambda: [
        name_change(person=who) for who in [make.person()] * 2
    ],
    "a_decided_name_was_decided_by_somebody": lambda: name_change(decided_at=NOW),
    "a_refused_name_has_its_reason": lambda: name_change(
        decided_at=NOW, decided_by=make.person(), is_accepted=False
    ),
}
# Two open memberships overlap too: either constraint may be the first to say so.
OR = {"a_person_has_one_open_membership": "a_person_is_in_one_place_at_a_time"}


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKS[name]()
    # SQLite names the columns of a unique index, not the index.
    said = str(refused.value)
    assert name in said or OR.get(name, name) in said or said.startswith("UNIQUE constraint failed")


def test_every_constraint_is_tried():
    models = [
        *(Person, Municipality, Membership, RoleGrant, Invitation),
        *(ReturnCode, Consent, NameChange),
    ]
    names = {constraint.name for model in models for constraint in model._meta.constraints}
    assert names == set(BREAKS)
