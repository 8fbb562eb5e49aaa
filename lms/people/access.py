"""Who sees and does what with people. Access is by confirmed membership: whoever merely claims one is a visitor."""

from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

if TYPE_CHECKING:
    from lms.people.models import Person

User: TypeAlias = "Person | AnonymousUser"


def memberships_visible_to(user: User) -> Q:
    """A manager sees all; a coordinator those of their municipalities; everybody else only their own."""
    if isinstance(user, AnonymousUser):
        return Q(pk__in=[])
    if user.is_manager:
        return Q()
    return Q(person=user) | Q(municipality__in=user.coordinated_municipality_ids)
