"""People, municipalities, memberships and roles: shape and invariants only."""

from lms.people.choices import Role, Sex
from lms.people.models.entry import Consent, Invitation, ReturnCode
from lms.people.models.membership import Membership, RoleGrant
from lms.people.models.person import Person
from lms.people.models.places import District, InThreeLanguages, Municipality, Position, Region
from lms.people.models.record import AuditRecord, NameChange

__all__ = [
    "AuditRecord",
    "Consent",
    "District",
    "InThreeLanguages",
    "Invitation",
    "Membership",
    "Municipality",
    "NameChange",
    "Person",
    "Position",
    "Region",
    "ReturnCode",
    "Role",
    "RoleGrant",
    "Sex",
]
