"""What reviewers and authors say to each other of a draft, and who looks after which service."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from wagtail.models import Task

from exchange.cases.choices import Part, ReviewStep
from exchange.cases.models.drafts import CaseDraft
from exchange.cases.models.lists import Service
from lms import clock
from lms.people.models import Person


class ServiceKeeper(models.Model):
    """A moderator who looks after a service: its cases come to them first."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="keepers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "person"], name="a_keeper_keeps_a_service_once"
            ),
        ]


class CaseReviewTask(Task):
    """A step of the review, for Wagtail's workflows: first whoever looks after the theme, then another moderator."""

    step = models.CharField(max_length=6, choices=ReviewStep.choices, unique=True)


class ReviewComment(models.Model):
    """Words between reviewers and authors, outside the admin; of one part, or of the whole."""

    draft = models.ForeignKey(CaseDraft, models.CASCADE, related_name="comments")
    part = models.CharField(max_length=8, choices=Part.choices, blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    is_of_reviewer = models.BooleanField()
    asks_for_changes = models.BooleanField(default=False)
    answers = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_comment_says_something"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="a_comment_is_settled_by_somebody",
            ),
        ]


class Approval(models.Model):
    """A moderator passed a step for what was submitted then; a new submission begins anew."""

    draft = models.ForeignKey(CaseDraft, models.CASCADE, related_name="approvals")
    submitted_at = models.DateTimeField()
    step = models.CharField(max_length=6, choices=ReviewStep.choices)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "submitted_at", "step"], name="a_step_is_passed_once"
            ),
            models.UniqueConstraint(
                fields=["draft", "submitted_at", "by"], name="nobody_passes_both_steps"
            ),
        ]
