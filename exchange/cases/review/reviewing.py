"""A submitted case is reviewed in two steps, sent back with words, or published; its pages' workflow follows."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from exchange.cases import access
from exchange.cases.choices import DraftState, ReviewStep
from exchange.cases.models import Approval, CaseDraft, CasePage
from exchange.cases.models.reviewed import has_open_draft
from exchange.cases.review import notices as review_notices
from exchange.cases.review.edits import take_in_comments, take_in_edits
from exchange.cases.review.page_form import UNEXPLAINED
from exchange.cases.review.standing import standing_of
from exchange.cases.review.talk import write_comment
from lms import clock
from lms.people.models import Person
from lms.rules import Refusal, require


class NotInReview(Refusal):
    message = _("This case is not in review now: its authors have it, or it is published.")


class StepIsOver(Refusal):
    message = _("Somebody has decided on this meanwhile. Look at the case again.")


class Changed(Refusal):
    message = _("Somebody has changed or decided this meanwhile. Look at the case again.")


class EvidenceUnexplained(Refusal):
    message = UNEXPLAINED
    field = "evidence_reason"


class BreaksARule(Refusal):
    message = _("The case cannot be published like this. %(words)s")


@transaction.atomic
def start_review(draft: CaseDraft) -> None:
    """Begin with what has just been submitted, from the first step; joined to `submission.on_submitted`."""
    page = CasePage.objects.get(pk=draft.page_id)
    before = page.current_workflow_state
    if before is not None:
        before.cancel()
    # Nobody has “requested” it, in Wagtail's words: they would be mailed a way into the admin.
    page.get_workflow().start(page, None)
    review_notices.tell_of_waiting(draft)


@transaction.atomic
def pass_step(*, by: Person, draft: CaseDraft, step: ReviewStep) -> CaseDraft:
    """Pass a step of the review; with the second the case is published as it stands in the editor now.

    Raises `NotAllowed`, `NotInReview`, `StepIsOver`, `EvidenceUnexplained`, `BreaksARule`.
    """
    draft = CaseDraft.objects.locked(draft.pk)
    _expect(draft, step)
    require(access.can_review(by, standing_of(draft)))
    page = page_in_review(draft)
    if not page.evidence_reason.strip():
        raise EvidenceUnexplained
    assert draft.submitted_at, "as its state says"
    Approval.objects.create(draft=draft, submitted_at=draft.submitted_at, step=step, by=by)
    take_in_edits(draft, page, by=by)
    review_notices.withdraw_waiting(draft)
    if step == ReviewStep.SECOND:
        _publish(draft, page, by)
    else:
        _task(page).approve(user=by)
        review_notices.tell_of_waiting(draft)
    return draft


@transaction.atomic
def pass_with_evidence(
    *, by: Person, draft: CaseDraft, step: ReviewStep, seen: int, level: int, reason: str
) -> CaseDraft:
    """Say how far the results are proved, and why, and pass the step. `seen`: the revision that was read.

    Raises what `pass_step` raises, and `Changed`.
    """
    draft = CaseDraft.objects.locked(draft.pk)
    _expect(draft, step)
    require(access.can_review(by, standing_of(draft)))
    page = page_in_review(draft)
    if page.latest_revision_id != seen:
        raise Changed
    page.evidence_level, page.evidence_reason = level, reason.strip()
    _save(page, by)
    return pass_step(by=by, draft=draft, step=step)


@transaction.atomic
def ask_for_changes(*, by: Person, draft: CaseDraft, text: str, part: str = "") -> CaseDraft:
    """Give the case back to its authors, with words; what they submit then is reviewed from the first step.

    Raises `NotAllowed`, `NotInReview`, `talk.WithoutWords`, `talk.TooLong`.
    """
    draft = CaseDraft.objects.locked(draft.pk)
    if draft.state != DraftState.SUBMITTED:
        raise NotInReview
    require(access.can_review(by, standing_of(draft)))
    page = page_in_review(draft)
    comment = write_comment(
        by=by, draft=draft, text=text, part=part, is_of_reviewer=True, asks_for_changes=True
    )
    take_in_comments(draft, page)
    take_in_edits(draft, page, by=by)
    draft.state = DraftState.CHANGES
    draft.save(update_fields=["state"])
    _task(page).reject(user=by, comment=comment.text)
    review_notices.withdraw_waiting(draft)
    review_notices.tell_authors(comment)
    return draft


def page_in_review(draft: CaseDraft) -> CasePage:
    """The page as its editor shows it."""
    page: CasePage = CasePage.objects.get(pk=draft.page_id).get_latest_revision_as_object()
    return page


def _expect(draft: CaseDraft, step: ReviewStep) -> None:
    if draft.state != DraftState.SUBMITTED:
        raise NotInReview
    if standing_of(draft).step != step:
        raise StepIsOver


def _task(page: CasePage) -> TaskState:
    """What waits in Wagtail's workflow. It follows the draft, so it is there."""
    task: TaskState | None = page.current_workflow_task_state
    if task is None:
        raise NotInReview
    return task


def _publish(draft: CaseDraft, page: CasePage, by: Person) -> None:
    """The last step of the workflow publishes the latest revision: the one that is made here."""
    page.reviewed_on = clock.today()
    page.go_live_at = page.expire_at = None  # what is passed is published, now
    _save(page, by)
    # First, so that the publication finds no draft that is open (`refuse_past_review`).
    draft.state = DraftState.PUBLISHED
    draft.save(update_fields=["state"])
    _task(page).approve(user=by)
    review_notices.tell_of_publication(draft)


def _save(page: CasePage, by: Person) -> None:
    try:
        page.save_revision(user=by)
    except ValidationError as error:
        raise BreaksARule(words=" ".join(error.messages)) from error


def refuse_past_review(page: Any) -> None:
    """A case that has an open draft is published by its review alone; for `page_published`, so whoever publishes.

    Raises `PublishedByReview`.
    """
    if page.specific_class is CasePage and has_open_draft(page.specific):
        raise PublishedByReview


class PublishedByReview(Refusal):
    message = _("The authors have a draft of this case: it is published once its review is passed.")


class StillWritten(Refusal):
    message = _("The authors have a draft of this case. Ask them for changes instead.")
