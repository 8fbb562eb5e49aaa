"""Who reads and keeps the case library."""

from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.people.choices import Role
from lms.rules import Verdict

if TYPE_CHECKING:
    from lms.people.models import Person

User: TypeAlias = "Person | AnonymousUser"


def texts_visible_to(user: User) -> Q:
    """Everybody reads what is published, and only published cases have texts: a draft gives a stranger nothing."""
    return Q()


def drafts_visible_to(user: User) -> Q:
    """Those who write it, while they work there; the coordinator; and moderators once it was submitted."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return Q(pk__in=[])
    own = Q(started_by=user) | Q(co_authors__person=user)
    visible = Q(municipality=user.confirmed_municipality_id) & own
    visible |= Q(municipality__in=user.coordinated_municipality_ids)
    if can_keep_library(user):
        visible |= Q(submitted_at__isnull=False)
    return visible


def adoptions_visible_to(user: User) -> Q:
    """Everybody reads who did what after whom; what the two write to each other is the forum's to guard."""
    return Q()


def can_see_contact(by: User) -> Verdict:
    """Whom to ask is told to whoever is signed in, as was agreed with them."""
    if isinstance(by, AnonymousUser) or not by.is_active:
        return Verdict.no(_("Sign in to see whom to ask."))
    return Verdict.yes()


def can_keep_library(by: User) -> Verdict:
    """Moderators, and administrators."""
    if not isinstance(by, AnonymousUser) and by.has_role(Role.MODERATOR, Role.ADMIN):
        return Verdict.yes()
    return Verdict.no(_("Moderators do that."))
