"""Moderators in Wagtail's admin: what waits in the review of cases, and what is said of one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from exchange.cases import access
from exchange.cases.choices import DraftState
from exchange.cases.models import Case, CaseDraft, CasePage
from exchange.cases.review.deciding import DONE, decide, forms_of
from exchange.cases.review.edits import parts_that_differ
from exchange.cases.review.forms import CommentForm, act
from exchange.cases.review.notices import DRAFTS, place_of
from exchange.cases.review.queue import in_review, with_authors
from exchange.cases.review.standing import standing_of
from exchange.cases.review.talk import threads_of
from exchange.cases.writing.draft_records import authors_of
from lms.notifications.reading import read_place
from lms.people.models import Person
from lms.rules import Refusal


def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this moderator, for others, and what the authors have."""
    by = keeper(request)
    waiting = in_review(by)
    facts = {
        "mine": [each for each in waiting if each.verdict],
        "others": [each for each in waiting if not each.verdict],
        "with_authors": with_authors(),
    }
    return render(request, "cases/admin/review_queue.html", facts | _headed(_("Cases to review")))


def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said of a case in its review, and a word to its authors."""
    by = keeper(request)
    draft: Any = get_object_or_404(
        DRAFTS.filter(submitted_at__isnull=False).select_related("municipality", "started_by"),
        pk=pk,
    )
    standing = standing_of(draft)
    shown = CasePage.objects.get(pk=draft.page_id)
    page = shown.get_latest_revision_as_object()
    deciding = forms_of(request, page, standing)
    if decide(request, by, draft, **deciding):
        draft.refresh_from_db()
        messages.success(request, DONE[DraftState(draft.state)] % {"title": draft.title})
        return redirect("cases_in_review")
    is_decision = any(each.is_bound for each in deciding.values())
    form = CommentForm(None if is_decision else request.POST or None)
    if form.is_bound and _act(request, by, draft, form):
        return redirect("case_in_review", draft.pk)
    verdict = access.can_review(by, standing)
    is_new_version = shown.live and draft.state != DraftState.PUBLISHED
    read_place(by, place_of(draft))
    facts = {
        "draft": draft,
        "authors": authors_of(draft),
        "step": standing.step,
        "verdict": verdict,
        "may_talk": access.can_talk(by, draft, standing),
        "threads": threads_of(draft),
        "edits": draft.parts.filter(is_of_review=True).select_related("by").order_by("-at"),
        "form": form,
        "published": Case.objects.filter(key=draft.key, taken_down_at=None).first(),
        "page": page,
        "is_new_version": is_new_version,
        "changed": parts_that_differ(page, shown) if is_new_version else [],
    } | deciding
    return render(request, "cases/admin/review_talk.html", facts | _headed(draft.title))


def _act(request: HttpRequest, by: Person, draft: CaseDraft, form: CommentForm) -> bool:
    """Whether what was sent has been done."""
    try:
        return act(request.POST, form, by=by, draft=draft) is not None
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False


def _headed(title: Any) -> dict[str, Any]:
    return {"page_title": title, "header_title": title, "header_icon": "tasks"}


def keeper(request: HttpRequest) -> Person:
    """Who asks, if they keep the library. Raises `PermissionDenied`."""
    if not access.can_keep_library(request.user) or not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
