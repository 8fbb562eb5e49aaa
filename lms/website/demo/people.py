"""Two hundred people of the demonstration: none of them is real, and no message ever reaches their addresses."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from lms import clock
from lms.people.access import can_decide
from lms.people.choices import Role
from lms.people.membership import confirm_membership, move, refuse_membership
from lms.people.models import Membership, Municipality, Person, Position, RoleGrant
from lms.people.places import (
    DEMO,
    import_municipalities,
    import_positions,
    read_municipalities,
    read_positions,
)
from lms.people.registration import register_person
from lms.people.roles import appoint_administrator, grant_role
from lms.yaml_files import read_yaml

PASSWORD = "demo-pass-2026"  # noqa: S105  the demonstration's, printed by `make run`
PEOPLE = 200
TEPLOKLYUCHENKA = "41702205848000"
# Fixed accounts, and who of the people they are; the last two are nobody of a municipality.
ACCOUNTS = {
    "person-7": "learner",
    "person-28": "trainer",
    "person-29": "moderator",
    "person-46": "coordinator",
    "manager": "manager",
    "admin": "admin",
}
WAITING, REFUSED = 12, 4  # of those who come last
AT_THE_DOOR = 3  # of those who wait, in Teploklyuchenka, for its coordinator to decide
BY_PHONE_ALONE = {
    "person-56": "+996700000056"
}  # there too: comes back with a code, having no e-mail
COORDINATED = 30  # municipalities that have a coordinator; for the others managers decide


@dataclass(frozen=True)
class DemoPerson:
    key: str
    name: str  # a given name and an initial
    municipality: str | None
    position: str
    sex: str

    @property
    def phone(self) -> str | None:
        return BY_PHONE_ALONE.get(self.key)

    @property
    def email(self) -> str | None:
        return None if self.phone else f"{ACCOUNTS.get(self.key, self.key)}@demo.kg"

    @property
    def address(self) -> str:
        """What they sign in with."""
        return self.email or self.phone or ""


def everybody() -> list[DemoPerson]:
    """The people of the content files, the programme's own, and as many more as make two hundred."""
    data = read_yaml(DEMO / "people.yaml")
    people = [
        DemoPerson("admin", "Азиз М.", None, "other", "m"),
        DemoPerson("manager", "Жамиля К.", None, "other", "f"),
    ]
    people += [
        DemoPerson(each["key"], each["name"], each["municipality"], each["position"], each["sex"])
        for each in data["people"]
    ]
    chance = random.Random("tajryiba")  # noqa: S311  the same two hundred every time
    codes = [row["soate_code"] for row in read_municipalities()]
    positions = [row["key"] for row in read_positions()]
    for number in range(len(people) - 1, PEOPLE):
        sex = chance.choice("fffmm")
        name = f"{chance.choice(data['given_names'][sex])} {chance.choice(data['initials'])}."
        place = TEPLOKLYUCHENKA if number % 14 == 0 else chance.choice(codes)
        people.append(DemoPerson(f"person-{number}", name, place, chance.choice(positions), sex))
    first = len(people) - WAITING - REFUSED
    for n in range(first, first + AT_THE_DOOR):
        people[n] = replace(people[n], municipality=TEPLOKLYUCHENKA)
    return people


def seed_people(day: datetime) -> None:
    """Places, then people with their roles and memberships; who is there stays as they are."""
    import_municipalities(read_municipalities())
    import_positions(read_positions())
    people = everybody()
    rows = Person.objects.filter(
        Q(email__endswith="@demo.kg") | Q(phone__in=BY_PHONE_ALONE.values())
    ).values_list("email", "phone")
    known = {email or phone or "" for email, phone in rows}
    for number, each in enumerate(people):
        if each.address not in known:
            with transaction.atomic(), clock.at(day - timedelta(days=200 - number % 150)):
                _register(each, number, is_undecided=number >= len(people) - WAITING - REFUSED)
    for n, each in enumerate(people[-WAITING - REFUSED :]):
        if n >= WAITING and each.address not in known:
            _refuse(each)
    _move_some(people, known)
    _confirm(_admin())  # by the manager, who came after


def _register(each: DemoPerson, number: int, *, is_undecided: bool) -> None:
    given, _, initial = each.name.partition(" ")
    place = Municipality.objects.filter(code=each.municipality).first()
    person = register_person(
        family_name=initial,
        given_name=given,
        position=Position.objects.get(key=each.position),
        municipality=place,
        sex=each.sex,
        phone=each.phone,
        email=each.email,
        language="ky" if number % 5 < 3 else "ru",
        phone_is_verified=True,
        email_is_verified=True,
        started_on=clock.today() - timedelta(days=365),
    )
    Person.objects.filter(pk=person.pk).update(password=_password(), joined_at=clock.now())
    person = Person.objects.get(pk=person.pk)
    if each.key == "admin":
        appoint_administrator(person=person)
    if not is_undecided:
        _confirm(person)
    _give_role(each, person, place)


@cache
def _password() -> str:
    """Hashed once for all: hashing is slow on purpose."""
    return make_password(PASSWORD)


def _confirm(person: Person) -> None:
    waiting = Membership.objects.waiting().select_related("municipality", "person")
    membership = waiting.filter(person=person).first()
    by = _decider(membership) if membership else None
    if membership and by:
        confirm_membership(by=by, membership=membership)


def _decider(membership: Membership) -> Person | None:
    """The coordinator of the place where there is one, else the manager, else the administrator; nobody for oneself."""
    roles = RoleGrant.objects.in_force().select_related("person")
    coordinator = roles.filter(municipality=membership.municipality_id or 0).first()
    candidates = [coordinator.person if coordinator else None, _manager(), _admin()]
    return next((each for each in candidates if each and can_decide(each, membership)), None)


def _give_role(each: DemoPerson, person: Person, place: Municipality | None) -> None:
    account = ACCOUNTS.get(each.key)
    if account in ("trainer", "moderator"):
        grant_role(by=_admin(), person=person, role=Role(account))
    elif account == "manager":
        grant_role(by=_admin(), person=person, role=Role.MANAGER)
    elif account == "coordinator" or (
        place and place.code != TEPLOKLYUCHENKA and account is None and _needs_coordinator(place)
    ):
        grant_role(by=_admin(), person=person, role=Role.COORDINATOR, municipality=place)


def _needs_coordinator(place: Municipality) -> bool:
    grants = Municipality.objects.filter(role_grants__role=Role.COORDINATOR).distinct()
    return grants.count() < COORDINATED and not grants.filter(pk=place.pk).exists()


def _refuse(each: DemoPerson) -> None:
    waiting = Membership.objects.waiting().select_related("municipality", "person")
    membership = waiting.filter(person__email=each.email).first()
    by = _decider(membership) if membership else None
    if membership and by:
        refuse_membership(
            by=by,
            membership=membership,
            because="В списке сотрудников айыл окмоту такого человека нет.",
        )


def _move_some(people: list[DemoPerson], known: set[str]) -> None:
    """Five people work elsewhere now: what they earned before stays with the former place."""
    for each in people[60:110:10]:
        if each.address in known:
            continue
        person = find(each)
        if person is None:
            continue
        membership = person.membership
        if membership is None or person.grants:
            continue
        place = Municipality.objects.exclude(pk=membership.municipality_id or 0).order_by("code")[
            len(each.key) + int(each.key.rpartition("-")[2]) % 20
        ]
        move(person=person, municipality=place, position=membership.position)


def find(each: DemoPerson) -> Person | None:
    """The account of one of the demonstration's people."""
    return Person.objects.filter(Q(email=each.address) | Q(phone=each.address)).first()


def _admin() -> Person:
    return Person.objects.get(email="admin@demo.kg")


def _manager() -> Person | None:
    return Person.objects.filter(email="manager@demo.kg").first()
