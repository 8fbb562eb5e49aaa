"""People and places for tests, made by the use cases that make the real ones."""

from itertools import count
from typing import Any

from lms.people.choices import Role
from lms.people.membership import confirm_membership
from lms.people.models import (
    District,
    Membership,
    Municipality,
    NameChange,
    Person,
    Position,
    Region,
)
from lms.people.registration import register_person
from lms.people.roles import appoint_administrator, grant_role

PASSWORD = "a-long-password-2026"
_number = count(1)


def municipality(name: str = "", **fields: Any) -> Municipality:
    """A municipality of its own code, in a district of a region of their own."""
    number = next(_number)
    region = Region.objects.create(code=f"4{number:04}000000000", name_ru=f"Область {number}")
    district = District.objects.create(
        code=f"4{number:04}205000000", name_ru=f"Район {number}", region=region
    )
    name = name or f"Айыл {number}"
    fields = {"name_ru": f"{name} айылный аймак", "name_ky": f"{name} айыл аймагы"} | fields
    return Municipality.objects.create(code=f"4{number:04}205848000", district=district, **fields)


def position(key: str = "clerk") -> Position:
    """The position with that key, made when first asked for."""
    made, _is_new = Position.objects.get_or_create(
        key=key, defaults={"name_ru": "Делопроизводитель", "name_ky": "Иш кагаздарын жүргүзүүчү"}
    )
    return made


def person(**facts: Any) -> Person:
    """Somebody who has registered, by phone and with the number verified unless the facts say otherwise."""
    number = next(_number)
    if "phone" not in facts and "email" not in facts:
        facts["phone"] = f"+9967001{number:05}"
    facts = {
        "family_name": f"Токтосунова{number}",
        "given_name": "Айгүл",
        "position": facts.get("position") or position(),
        "sex": "f",
        "password": PASSWORD,
        "phone_is_verified": True,
        "email_is_verified": True,
    } | facts
    return register_person(**facts)


def membership_of(of: Person) -> Membership:
    """The open membership of somebody who has one."""
    assert of.membership
    return of.membership


def name_change_of(of: Person) -> NameChange:
    """The changed name of somebody whose name waits."""
    return of.name_changes.waiting().get()


def admin() -> Person:
    """Somebody whom the server's console has made an administrator."""
    made = person()
    appoint_administrator(person=made)
    return made


def manager() -> Person:
    """Somebody whom an administrator has made a manager."""
    return with_role(Role.MANAGER, by=admin())


def trainer() -> Person:
    """Somebody whom a manager has made a trainer."""
    return with_role(Role.TRAINER)


def moderator() -> Person:
    """Somebody whom a manager has made a moderator."""
    return with_role(Role.MODERATOR)


def coordinator(of: Municipality | None = None) -> Person:
    """A confirmed member of a municipality who coordinates it."""
    of = of or municipality()
    boss = manager()
    made = person(municipality=of)
    first = of.coordinators().first()
    confirm_membership(by=first or boss, membership=membership_of(made))
    grant_role(by=boss, person=made, role=Role.COORDINATOR, municipality=of)
    return made


def learner(municipality: Municipality | None = None, **facts: Any) -> Person:
    """A confirmed member of a municipality; its coordinator confirmed, or a manager where there is none."""
    place = municipality or globals()["municipality"]()
    made = person(municipality=place, **facts)
    coordinators = place.coordinators()
    confirm_membership(
        by=coordinators[0] if coordinators else manager(), membership=membership_of(made)
    )
    return made


def with_role(role: Role, *, by: Person | None = None) -> Person:
    """Somebody from outside with that role."""
    made = person()
    grant_role(by=by or manager(), person=made, role=role)
    return made
