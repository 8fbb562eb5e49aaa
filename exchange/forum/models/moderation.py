"""What readers complain of, what moderators do, and who does not write for a time."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchange.forum.choices import ActKind, Complaint, Outcome
from exchange.forum.models.post import Post
from exchange.forum.models.topic import Topic
from lms import clock
from lms.prepared import Slot

REASON_LENGTH = 300  # characters


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> Self:
        return self.filter(resolved_at=None)


class Flag(models.Model):
    """Somebody says that something is wrong with a post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="flags")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("What is wrong"), max_length=10, choices=Complaint.choices)
    words = models.CharField(max_length=REASON_LENGTH, blank=True)
    at = models.DateTimeField(default=clock.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "person"],
                condition=Q(resolved_at=None),
                name="a_person_complains_once_of_a_post",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None, outcome="")
                | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(outcome="")),
                name="a_settled_complaint_was_settled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["at"], condition=Q(resolved_at=None), name="complaints_that_wait")
        ]


class ModerationAct(models.Model):
    """What a moderator did, why, and whom it concerns. Rows are only ever added.

    That a post which was complained of is in order needs no reason: nothing was done to anybody.
    """

    kind = models.CharField(max_length=15, choices=ActKind.choices)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="acts")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="acts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="moderation_acts"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") | Q(kind=ActKind.NO_PROBLEM),
                name="what_is_done_to_somebody_has_its_reason",
            )
        ]
        indexes = [models.Index(fields=["person", "-at", "-id"], name="acts_about_a_person")]


class SilenceQuerySet(models.QuerySet["Silence"]):
    def in_force(self, at: datetime | Slot | None = None) -> Self:
        """Those that have not ended by then, or by now."""
        return self.filter(lifted_at=None, until__gt=at or clock.now())


class Silence(models.Model):
    """Somebody reads and does not write, until a moment or until a moderator lifts it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="silences")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = SilenceQuerySet.as_manager()

    class Meta:
        ordering = ["-until"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")), name="a_silence_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(lifted_at=None),
                name="a_person_is_silenced_once_at_a_time",
            ),
        ]
