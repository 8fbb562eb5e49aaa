"""Who sees and does what with people. Access is by confirmed membership: whoever merely claims one is a visitor."""

from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.people.choices import Role
from lms.rules import Verdict

if TYPE_CHECKING:
    from lms.people.models import Invitation, Membership, Municipality, NameChange, Person

User: TypeAlias = "Person | AnonymousUser"

COORDINATOR_HAS = timedelta(
    days=7
)  # to decide; then the managers may, so that nobody waits for ever
MANAGERS_GRANT = frozenset({Role.COORDINATOR, Role.TRAINER, Role.MODERATOR})
ADMINS_GRANT = MANAGERS_GRANT | {Role.MANAGER}
# Whose account opens other people's data or what everybody reads: a second factor is asked of them.
STAFF_ROLES = frozenset({Role.TRAINER, Role.MODERATOR, Role.MANAGER, Role.ADMIN})


# Which rows


def people_visible_to(user: User) -> Q:
    """A manager sees all; a coordinator those with a membership here that was not refused; others themselves."""
    if isinstance(user, AnonymousUser):
        return Q(pk__in=[])
    if user.is_manager:
        return Q()
    return Q(pk=user.pk) | Q(
        memberships__municipality__in=user.coordinated_municipality_ids,
        memberships__ended_on=None,
        memberships__refused_at=None,
    )


def has_profile() -> Q:
    """Of whom colleagues may know name, municipality and position: whose membership somebody has confirmed."""
    return Q(
        memberships__ended_on=None,
        memberships__refused_at=None,
        memberships__confirmed_at__isnull=False,
        is_active=True,
    )


def profiles_visible_to(user: User) -> Q:
    """Whoever is a confirmed member somewhere sees the profiles of those who are; the programme's managers too."""
    return has_profile() if may_see_profiles(user) else Q(pk__in=[])


def may_see_profiles(user: User) -> bool:
    """Visitors, and those who merely claim a place of work, do not look for people."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return False
    return user.confirmed_membership is not None or user.is_manager


PROFILE_TOKENS = ("member", "role:manager", "role:admin")  # the same, as the search asks it


def search_tokens_of(user: User) -> set[str]:
    """What this person may find, beside what is for everybody; each token is decided as the pages decide it."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return set()
    tokens = {f"person:{user.uuid}"} | {f"role:{grant.role}" for grant in user.grants}
    membership = user.confirmed_membership
    if membership:
        tokens.add("member")
        if membership.municipality:
            tokens.add(f"municipality:{membership.municipality.code}")
    return tokens


def memberships_visible_to(user: User) -> Q:
    """A manager sees all; a coordinator those of their municipalities; everybody else only their own."""
    if isinstance(user, AnonymousUser):
        return Q(pk__in=[])
    if user.is_manager:
        return Q()
    return Q(person=user) | Q(municipality__in=user.coordinated_municipality_ids)


def invitations_visible_to(user: User) -> Q:
    """A manager sees all; a coordinator those into their municipalities."""
    if isinstance(user, AnonymousUser):
        return Q(pk__in=[])
    if user.is_manager:
        return Q()
    return Q(municipality__in=user.coordinated_municipality_ids)


def name_changes_visible_to(user: User) -> Q:
    """A manager sees all; a coordinator those of people who work in their municipalities now."""
    if isinstance(user, AnonymousUser):
        return Q(pk__in=[])
    if user.is_manager:
        return Q()
    return Q(
        person__memberships__municipality__in=user.coordinated_municipality_ids,
        person__memberships__ended_on=None,
        person__memberships__confirmed_at__isnull=False,
    )


# Who may do what


def can_describe(by: "Person", municipality: "Municipality") -> Verdict:
    """Whoever coordinates it says what is known of it."""
    if municipality.pk in by.coordinated_municipality_ids:
        return Verdict.yes()
    return Verdict.no(_("The coordinator of the municipality says this."))


def can_decide(by: "Person", membership: "Membership") -> Verdict:
    """The municipality's coordinator; managers where there is none, or after 7 days; nobody for themselves."""
    if membership.confirmed_at or membership.refused_at or membership.ended_on:
        return Verdict.no(_("This has been decided already."))
    if membership.person_id == by.pk:
        return Verdict.no(_("Nobody confirms themselves."))
    if membership.municipality_id in by.coordinated_municipality_ids:
        return Verdict.yes()
    if not by.is_manager:
        return Verdict.no(_("The coordinator of the municipality decides on this."))
    if is_for_managers(membership):
        return Verdict.yes()
    return Verdict.no(
        _("The coordinator has 7 days to decide; after that the managers of the programme may.")
    )


def is_for_managers(membership: "Membership") -> bool:
    """Whether managers may decide: there is no coordinator but the person, or 7 days have passed."""
    if membership.municipality is None:
        return True
    if membership.asked_at <= clock.now() - COORDINATOR_HAS:
        return True
    return not membership.municipality.coordinators().exclude(pk=membership.person_id).exists()


def can_end(by: "Person", membership: "Membership") -> Verdict:
    """The person, the coordinator of the municipality, or a manager."""
    if membership.ended_on or membership.refused_at:
        return Verdict.no(_("This membership has ended already."))
    if membership.person_id == by.pk or by.is_manager:
        return Verdict.yes()
    if membership.municipality_id in by.coordinated_municipality_ids:
        return Verdict.yes()
    return Verdict.no(_("The coordinator of the municipality decides on this."))


def can_coordinate(by: "Person", municipality: "Municipality") -> Verdict:
    """Who invites into a municipality and helps its people: its coordinators, and managers."""
    if by.is_manager or municipality.pk in by.coordinated_municipality_ids:
        return Verdict.yes()
    return Verdict.no(_("Only the coordinator of the municipality and the managers may do this."))


def can_withdraw(by: "Person", invitation: "Invitation") -> Verdict:
    """Whoever may invite there, as long as it was not used."""
    if invitation.used_at or invitation.withdrawn_at:
        return Verdict.no(_("This invitation has been used or withdrawn already."))
    return can_coordinate(by, invitation.municipality)


def can_grant(by: "Person", role: Role, person: "Person") -> Verdict:
    """Managers grant coordinator, trainer and moderator; admins manager too; nobody above or to themselves."""
    if by.pk == person.pk:
        return Verdict.no(_("Nobody grants a role to themselves or takes one off themselves."))
    if by.is_admin and role in ADMINS_GRANT:
        return Verdict.yes()
    if by.is_manager and role in MANAGERS_GRANT:
        return Verdict.yes()
    if role == Role.ADMIN:
        return Verdict.no(_("Administrators are appointed on the server."))
    if role == Role.MANAGER:
        return Verdict.no(_("Only an administrator appoints managers."))
    return Verdict.no(_("Only the managers of the programme give roles."))


def can_make_return_code(by: "Person", person: "Person") -> Verdict:
    """The coordinator of a confirmed member without e-mail; never for oneself or for anyone with a role."""
    if by.pk == person.pk:
        return Verdict.no(_("Nobody makes a code for themselves."))
    municipality_id = person.confirmed_municipality_id
    if municipality_id is None or municipality_id not in by.coordinated_municipality_ids:
        return Verdict.no(_("Only the coordinator of the person's municipality makes a code."))
    if person.grants:
        return Verdict.no(_("No code is made for anyone with a role: write to the managers."))
    if person.email:
        return Verdict.no(_("This person has an e-mail address: the password is reset by mail."))
    return Verdict.yes()


def can_decide_name(by: "Person", change: "NameChange") -> Verdict:
    """The coordinator of the municipality where the person works now, or a manager; nobody for themselves."""
    if change.decided_at:
        return Verdict.no(_("This has been decided already."))
    if change.person_id == by.pk:
        return Verdict.no(_("Nobody confirms themselves."))
    if by.is_manager or change.person.confirmed_municipality_id in by.coordinated_municipality_ids:
        return Verdict.yes()
    return Verdict.no(_("The coordinator of the municipality decides on this."))


def sees_municipality_pages(user: User) -> bool:
    """Whether the pages under /municipality/ are there for this person."""
    return not isinstance(user, AnonymousUser) and bool(user.coordinated_municipality_ids)
