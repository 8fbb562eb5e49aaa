"""Where somebody works and what somebody may do, from when to when."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.people import access
from lms.people.choices import Role
from lms.people.models.person import Person
from lms.people.models.places import Municipality, Position
from lms.prepared import Slot

OUTSIDE = _("Outside the municipalities")  # the place of experts and of the programme's staff


class MembershipQuerySet(models.QuerySet["Membership"]):
    def open(self) -> Self:
        """Neither ended nor refused."""
        return self.filter(ended_on=None, refused_at=None)

    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)

    def waiting(self) -> Self:
        """Open, and nobody has decided."""
        return self.open().filter(confirmed_at=None)

    def visible_to(self, user: access.User) -> Self:
        return self.filter(access.memberships_visible_to(user))


class Membership(models.Model):
    """Where somebody works, from when to when.

    A row without a municipality is “outside”: experts, programme staff. That no two rows of one person overlap
    (refused ones aside) is kept by `a_person_is_in_one_place_at_a_time`, in the migration of that name.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    position = models.ForeignKey(Position, models.PROTECT, related_name="memberships")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # the first day after it
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    refused_because = models.TextField(blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["person", "-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_on=None, refused_at=None),
                name="a_person_has_one_open_membership",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(refused_at=None),
                name="a_membership_is_not_both_confirmed_and_refused",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="a_confirmed_membership_was_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None, refused_by=None, refused_because="")
                | (Q(refused_at__isnull=False, refused_by__isnull=False) & ~Q(refused_because="")),
                name="a_refusal_has_its_reason_and_its_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="a_membership_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "person"],
                condition=Q(ended_on=None, refused_at=None),
                name="open_memberships",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.municipality or '—'}"

    @property
    def place(self) -> str:
        """The municipality's name in the language that is active now, or that it is none of them."""
        return place_called(self.municipality.name if self.municipality else None)


def place_called(municipality: str | None) -> str:
    """The place of a membership, by its municipality's name."""
    return municipality or str(OUTSIDE)


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self, at: datetime | Slot | None = None) -> Self:
        """The roles that have not ended by then, or by now."""
        return self.filter(Q(until=None) | Q(until__gt=at or clock.now()))


class RoleGrant(models.Model):
    """A role somebody was given, by whom, and until when."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="role_grants"
    )
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["person", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(until=None, municipality=None),
                name="a_role_is_granted_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "municipality"],
                condition=Q(until=None),
                name="a_municipality_is_given_once_to_a_coordinator",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.COORDINATOR, municipality__isnull=False)
                | (~Q(role=Role.COORDINATOR) & Q(municipality=None)),
                name="exactly_coordinators_have_a_municipality",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("granted_at")),
                name="a_role_ends_after_it_begins",
            ),
        ]
