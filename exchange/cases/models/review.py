"""What reviewers and authors say to each other of a draft, and who looks after which service."""

from typing import Any, ClassVar

from django import forms
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Task, TaskState, WorkflowState

from exchange.cases import access
from exchange.cases.choices import DraftState, Part, ReviewStep
from exchange.cases.models.drafts import CaseDraft
from exchange.cases.models.lists import Service
from exchange.cases.review.page_form import APPROVE
from lms import clock
from lms.people.models import Person
from lms.rules import Refusal, Verdict

LONGEST = 2000  # characters of a comment
REJECT = "reject"  # as Wagtail's editor calls it
LABELS = {
    ReviewStep.THEME: _("Pass on to another moderator"),
    ReviewStep.SECOND: _("Pass and publish"),
}


class NotSubmitted(Refusal):
    message = _("A case is reviewed once its authors have submitted it, on their own pages.")


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


class ChangesForm(forms.Form):
    """What a reviewer asks for. What is left out, the use case refuses in words."""

    comment = forms.CharField(
        label=_("What should change"),
        help_text=_("The authors read it, and answer."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )
    part = forms.ChoiceField(
        label=_("In which part"),
        required=False,
        choices=[("", _("In the whole case")), *Part.choices],
    )


class ReviewLock(WorkflowLock):
    """Whoever may not review a case now does not edit it either, and reads why."""

    def get_message(self, user: Any) -> Any:
        return self.task.verdict(self.object, user).reason or None


class CaseReviewTask(Task):
    """A step of the review, for Wagtail's workflows: first whoever looks after the theme, then another moderator.

    What is pressed in the editor leads to the use cases of
    `exchange.cases.review.reviewing`. The name of an action says the step, so that a page which was opened before
    somebody passed the first does not pass the second.
    """

    lock_class = ReviewLock

    step = models.CharField(max_length=6, choices=ReviewStep.choices, unique=True)

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Raises `NotSubmitted`: only the authors begin a review."""
        if _submitted(workflow_state.content_object) is None:
            raise NotSubmitted
        return super().start(workflow_state, user=user)

    def verdict(self, page: Any, user: Any) -> Verdict:
        """Whether this person may take this step of the page's case."""
        # Imported here, and below: the use cases stand on the models.
        from exchange.cases.review.standing import standing_of  # noqa: PLC0415

        draft = _submitted(page)
        if draft is None:
            return Verdict.no(NotSubmitted.message)
        return access.can_review(user, standing_of(draft))

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return bool(self.verdict(obj, user))

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not self.verdict(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not self.verdict(obj, user):
            return []
        step = ReviewStep(self.step)
        return [
            (f"{APPROVE}_{step.value}", LABELS[step], False),
            (REJECT, _("Ask for changes"), True),
        ]

    def get_form_for_action(self, action: str) -> type[forms.Form] | None:
        return ChangesForm if action == REJECT else None

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Raises what the use cases raise; Wagtail's view is then undone, and the reason shown."""
        from exchange.cases.review import reviewing  # noqa: PLC0415

        draft = _submitted(task_state.workflow_state.content_object)
        if draft is None:
            raise reviewing.NotInReview
        if action_name == REJECT:
            words, part = str(kwargs.get("comment", "")), str(kwargs.get("part", ""))
            reviewing.ask_for_changes(by=user, draft=draft, text=words, part=part)
        elif action_name == f"{APPROVE}_{self.step}":
            reviewing.pass_step(by=user, draft=draft, step=ReviewStep(self.step))


def _submitted(page: Any) -> CaseDraft | None:
    return CaseDraft.objects.filter(page_id=page.pk, state=DraftState.SUBMITTED).first()


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
