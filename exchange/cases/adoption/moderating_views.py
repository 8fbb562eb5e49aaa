"""A moderator hides the words of a step of an adoption, or shows them again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from exchange.cases import access
from exchange.cases.adoption.moderating import hide_note, restore_note
from exchange.cases.models import Adoption, AdoptionStep
from exchange.forum.moderation_forms import ReasonForm
from lms.people.views.requests import MemberRequest
from lms.rules import Refusal, require

ACTS = {"hide": hide_note, "restore": restore_note}


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
    form = ReasonForm(request.POST or None)
    act = ACTS.get(request.POST.get("act", ""))
    if act and form.is_valid():
        try:
            act(by=request.user, step=found, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Done, and written down with your reason."))
            return redirect("adoption", found.adoption.case.slug, found.adoption_id)
    facts = {"adoption": found.adoption, "step": found, "form": form}
    return render(request, "cases/adoption_note.html", facts)
