"""A moderator decides on the page of the review, below the text: to pass a case or to give it back takes no editor."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exchange.cases.choices import DraftState
from exchange.cases.models import CaseDraft, CasePage
from exchange.cases.models.review import ChangesForm
from exchange.cases.review.forms import PassForm
from exchange.cases.review.reviewing import ask_for_changes, pass_with_evidence
from exchange.cases.review.standing import Standing
from lms.people.models import Person
from lms.rules import Refusal

DONE = {
    DraftState.SUBMITTED: _("“%(title)s” is passed. Another moderator looks at it now."),
    DraftState.CHANGES: _("“%(title)s” is with its authors again: they read what to change."),
    DraftState.PUBLISHED: _("“%(title)s” is passed, and published."),
}


def forms_of(request: HttpRequest, page: CasePage, standing: Standing) -> dict[str, Any]:
    """Those by which it is decided, with what was sent of either."""
    asked = {
        "evidence_level": page.evidence_level,
        "evidence_reason": page.evidence_reason,
        "step": standing.step,
        "seen": page.latest_revision_id,
    }
    return {
        "passing": PassForm(request.POST if "pass" in request.POST else None, initial=asked),
        "asking": ChangesForm(request.POST if "ask" in request.POST else None, prefix="ask"),
    }


def decide(
    request: HttpRequest, by: Person, draft: CaseDraft, passing: PassForm, asking: ChangesForm
) -> bool:
    """Whether what was sent has been decided; else the forms, or a message, say why not."""
    try:
        if passing.is_bound and passing.is_valid():
            said = passing.cleaned_data
            draft = pass_with_evidence(
                by=by,
                draft=draft,
                step=said["step"],
                seen=said["seen"],
                level=said["evidence_level"],
                reason=said["evidence_reason"],
            )
        elif asking.is_bound and asking.is_valid():
            words, part = asking.cleaned_data["comment"], asking.cleaned_data["part"]
            draft = ask_for_changes(by=by, draft=draft, text=words, part=part)
        else:
            return False
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    return True
