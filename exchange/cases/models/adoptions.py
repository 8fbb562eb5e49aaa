"""A municipality does after another what a case tells: where it stands, and what came of it."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from exchange.cases import access
from exchange.cases.choices import AdoptionStatus
from exchange.cases.models.published import Case, CaseIndicator
from exchange.forum.models import Topic
from exchange.forum.models.moderation import REASON_LENGTH
from lms import clock
from lms.people.models import Membership, Municipality, Person


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def visible_to(self, user: access.User) -> Self:
        return self.filter(access.adoptions_visible_to(user))


class Adoption(models.Model):
    """`municipality` takes up a case of `giver`. Where it stands is its last step, copied here for lists and counts.

    `giver` is whose case it was when this began. It is open until it is stopped; who stopped may begin another.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="adoptions")
    giver = models.ForeignKey(Municipality, models.PROTECT, related_name="given")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="taken")
    started_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    status = models.CharField(max_length=11, choices=AdoptionStatus.choices)
    status_on = models.DateField()
    differs = models.TextField(blank=True)  # from the original
    differs_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    # Those words alone, by a moderator.
    differs_hidden_at = models.DateTimeField(null=True)
    differs_hidden_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    differs_hidden_because = models.CharField(max_length=REASON_LENGTH, blank=True)
    language = models.CharField(max_length=2)  # of what is written here
    is_illustrative = models.BooleanField(default=False)
    topic = models.OneToOneField(Topic, models.PROTECT, null=True, related_name="adoption")
    result_key = models.UUIDField(null=True)  # the key of the case that it became

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "municipality"],
                condition=~Q(status=AdoptionStatus.STOPPED),
                name="a_municipality_has_one_open_adoption_of_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("municipality")), name="nobody_adopts_its_own_case"
            ),
            models.UniqueConstraint(
                fields=["result_key"],
                condition=Q(result_key__isnull=False),
                name="a_case_comes_of_one_adoption",
            ),
            models.CheckConstraint(
                condition=Q(
                    differs_hidden_at=None, differs_hidden_by=None, differs_hidden_because=""
                )
                | (
                    Q(differs_hidden_at__isnull=False, differs_hidden_by__isnull=False)
                    & ~Q(differs_hidden_because="")
                ),
                name="what_is_done_otherwise_was_hidden_by_somebody_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["giver", "status"], name="adoptions_given"),
            models.Index(fields=["municipality", "status"], name="adoptions_taken"),
        ]


class AdoptionStep(models.Model):
    """Where it stood on a day, in the words of whoever says so; steps are added, not changed.

    Only the first, which nobody words, moves back when the second tells that it began earlier.
    """

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="steps")
    status = models.CharField(max_length=11, choices=AdoptionStatus.choices)
    on = models.DateField()
    note = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    client_id = models.UUIDField(default=uuid.uuid4)  # of the form: sent twice is once
    at = models.DateTimeField(default=clock.now)
    written_on = models.DateField(default=clock.today)
    # The words alone, by a moderator.
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    hidden_because = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None, hidden_because="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_because="")),
                name="words_of_a_step_were_hidden_by_somebody_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["adoption", "client_id"], name="a_step_of_an_adoption_is_told_once"
            ),
            models.CheckConstraint(
                condition=Q(on__lte=F("written_on")), name="a_step_was_taken_before_it_is_told"
            ),
            models.CheckConstraint(
                condition=~Q(status=AdoptionStatus.STOPPED) | ~Q(note=""),
                name="who_stops_says_why",
            ),
        ]


class AdoptionMeasure(models.Model):
    """A figure of the adoption, against one of the original where it answers it; measured again is another row."""

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="measures")
    indicator = models.ForeignKey(
        CaseIndicator, models.SET_NULL, null=True, related_name="measures"
    )
    what = models.CharField(max_length=160)
    unit = models.CharField(max_length=40)
    before = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    after = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    measured_on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    written_on = models.DateField(default=clock.today)

    class Meta:
        ordering: ClassVar[list[str]] = ["measured_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["adoption", "what", "unit", "measured_on"],
                name="a_figure_of_a_day_is_told_once",
            ),
            models.CheckConstraint(
                condition=Q(measured_on__lte=F("written_on")),
                name="a_figure_of_an_adoption_lies_in_the_past",
            ),
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False),
                name="a_measure_has_a_figure",
            ),
            models.CheckConstraint(
                condition=~Q(unit=""), name="a_figure_of_an_adoption_has_a_unit"
            ),
        ]
