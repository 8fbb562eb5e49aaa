"""Whose learning somebody sees in reports: a coordinator that of their own municipalities, a manager all."""

from typing import TYPE_CHECKING, TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from lms.people.access import User

if TYPE_CHECKING:
    from lms.people.models import Person


def municipalities_visible_to(user: User) -> Q:
    """The municipalities whose report the person may open. What is not theirs does not exist for them."""
    if isinstance(user, AnonymousUser):
        return Q(pk__in=[])
    if user.is_manager:
        return Q()
    return Q(pk__in=user.coordinated_municipality_ids)


def places_visible_to(user: User) -> frozenset[int] | None:
    """The keys of those municipalities; None is all of them, and outside too."""
    if isinstance(user, AnonymousUser):
        return frozenset()
    return None if user.is_manager else frozenset(user.coordinated_municipality_ids)


def memberships_visible_to(user: User) -> Q:
    """The memberships whose holders' learning the person may see by name, as a coordinator or a manager."""
    if isinstance(user, AnonymousUser):
        return Q(pk__in=[])
    if user.is_manager:
        return Q()
    return Q(municipality__in=user.coordinated_municipality_ids)


def reads_municipality_reports(user: User) -> "TypeGuard[Person]":
    """Whether there is any municipality whose report the person reads."""
    return not isinstance(user, AnonymousUser) and bool(
        user.is_manager or user.coordinated_municipality_ids
    )


def reads_programme(user: User) -> "TypeGuard[Person]":
    """Only managers see the whole programme."""
    return not isinstance(user, AnonymousUser) and user.is_manager
