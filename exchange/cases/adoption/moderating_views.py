"""A moderator hides words of an adoption, of a step or of what is done otherwise, or shows them again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from exchange.cases import access
from exchange.cases.adoption.moderating import (
    hide_difference,
    hide_note,
    restore_difference,
    restore_note,
)
from exchange.cases.models import Adoption, AdoptionStep
from exchange.forum.moderation_forms import ReasonForm
from lms.people.views.requests import MemberRequest
from lms.rules import Refusal, require

OF_NOTE: dict[str, Any] = {"hide": hide_note, "restore": restore_note}
OF_DIFFERENCE: dict[str, Any] = {"hide": hide_difference, "restore": restore_difference}


@login_required
@never_cache
def note(request: MemberRequest, slug: str, pk: int, step: int) -> HttpResponse:
    """The form in which a moderator says why."""
    seen = Adoption.objects.visible_to(request.user).filter(case__addresses__slug=slug, pk=pk)
    steps = AdoptionStep.objects.filter(adoption__in=seen).exclude(note="")
    found = get_object_or_404(
        steps.select_related("adoption__case", "adoption__municipality", "by"), pk=step
    )
    require(access.can_moderate_note(request.user, found))
    facts = {
        "adoption": found.adoption,
        "step": found,
        "author": found.by,
        "words": found.note,
        "language": found.language,
        "is_hidden": found.hidden_at is not None,
        "because": found.hidden_because,
    }
    return _moderated(request, facts, OF_NOTE, step=found)


@login_required
@never_cache
def difference(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The same form, of what is done otherwise."""
    seen = Adoption.objects.visible_to(request.user).filter(case__addresses__slug=slug)
    rows = seen.select_related("case", "municipality", "differs_by")
    found = get_object_or_404(rows.exclude(differs="", differs_hidden_at=None), pk=pk)
    require(access.can_moderate_difference(request.user, found))
    facts = {
        "adoption": found,
        "author": found.differs_by,
        "words": found.differs,
        "language": found.language,
        "is_hidden": found.differs_hidden_at is not None,
        "because": found.differs_hidden_because,
    }
    return _moderated(request, facts, OF_DIFFERENCE, adoption=found)


def _moderated(
    request: MemberRequest, facts: dict[str, Any], acts: dict[str, Any], **what: Any
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    act = acts.get(request.POST.get("act", ""))
    adoption: Adoption = facts["adoption"]
    if act and form.is_valid():
        try:
            act(by=request.user, reason=form.cleaned_data["reason"], **what)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Done, and written down with your reason."))
            return redirect("adoption", adoption.case.slug, adoption.pk)
    return render(request, "cases/adoption_note.html", facts | {"form": form})
