"""What is kept of changes: names that wait for a decision, and who did what to whom."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.people import access
from lms.people.models.person import Person


class NameChangeQuerySet(models.QuerySet["NameChange"]):
    def waiting(self) -> Self:
        return self.filter(decided_at=None)

    def visible_to(self, user: access.User) -> Self:
        return self.filter(access.name_changes_visible_to(user))


class NameChange(models.Model):
    """A name that its bearer changed after confirmation; it counts once the coordinator accepts it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="name_changes")
    old_name = models.CharField(max_length=602)  # three names of 200 characters
    family_name = models.CharField(max_length=200)
    given_name = models.CharField(max_length=200)
    patronymic = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_accepted = models.BooleanField(null=True, blank=True)
    refused_because = models.TextField(blank=True)

    objects = NameChangeQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(decided_at=None),
                name="a_person_waits_for_one_name_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, is_accepted=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, is_accepted__isnull=False),
                name="a_decided_name_was_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(is_accepted=False) & ~Q(refused_because=""))
                | ((Q(is_accepted=None) | Q(is_accepted=True)) & Q(refused_because="")),
                name="a_refused_name_has_its_reason",
            ),
        ]

    @property
    def new_name(self) -> str:
        """The whole name as it would stand."""
        return " ".join(filter(None, [self.family_name, self.given_name, self.patronymic]))


# What the pages call the acts; other rooms add theirs in `AppConfig.ready`, by `lms.people.audit.name_acts`.
ACTS: dict[str, Promise] = {
    "membership confirmed": _("Place of work confirmed"),
    "membership refused": _("Place of work refused"),
    "membership ended": _("Place of work ended"),
    "role granted": _("Role given"),
    "role revoked": _("Role taken off"),
    "role ended with the membership": _("Role ended with the place of work"),
    "return code made": _("Code to come back made"),
    "return code used": _("Code to come back used"),
    "invitation made": _("Invitation made"),
    "invitation withdrawn": _("Invitation withdrawn"),
    "address given up": _("Address given up: nobody had shown that it was theirs"),
    "municipality described": _("Data of the municipality given"),
    "name accepted": _("Name changed"),
    "name refused": _("Changed name refused"),
}


class AuditRecord(models.Model):
    """Who did what to whom: roles, recoveries, exports, revocations. Rows are only ever added."""

    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=40)  # a verb phrase: “role granted”
    about = models.ForeignKey(Person, models.PROTECT, null=True, related_name="audit_records")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    @property
    def act_in_words(self) -> str:
        """The act in the language that is active now; one that no room names any more stands as it was written."""
        return str(ACTS.get(self.act, self.act))
