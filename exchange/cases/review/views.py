"""Authors read outside the admin what reviewers say of their case, answer, and settle it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from exchange.cases.choices import DraftState
from exchange.cases.models import Case, CaseDraft
from exchange.cases.review.forms import CommentForm, act
from exchange.cases.review.notices import DRAFTS, place_of
from exchange.cases.review.talk import earlier_threads_of, threads_of
from lms.notifications.reading import read_place
from lms.people.views.requests import MemberRequest
from lms.rules import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: MemberRequest, key: UUID) -> HttpResponse:
    """What is said of a draft, part by part, and what the authors answer."""
    draft = _draft(request, key)
    form = CommentForm(request.POST or None)
    if request.method == "POST":
        try:
            done = act(request.POST, form, by=request.user, draft=draft)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            done = None
        if done is not None:
            return redirect(f"{reverse('my_case_review', args=[key])}#said-{done.pk}")
    read_place(request.user, place_of(draft))
    facts: dict[str, Any] = {
        "draft": draft,
        "threads": threads_of(draft),
        "earlier": earlier_threads_of(draft),
        "edits": draft.parts.filter(is_of_review=True).select_related("by").order_by("-at", "part"),
        "form": form,
        "blank": CommentForm(auto_id="new_%s"),
        "answered": request.POST.get("answers", ""),
        "may_write": draft.state != DraftState.WRITING,
        "is_open": draft.is_open,
        "published": Case.objects.filter(key=key, taken_down_at=None).first(),
        "section": "cases",
    }
    return render(request, "cases/review.html", facts)


def _draft(request: MemberRequest, key: UUID) -> CaseDraft:
    """The last that was submitted of this case, if this person writes it."""
    mine = DRAFTS.written_by(request.user).filter(key=key, submitted_at__isnull=False)
    found: CaseDraft | None = mine.order_by("-pk").first()
    if found is None:
        raise Http404
    return found
