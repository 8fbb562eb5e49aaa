"""The owners of a published case say whether it is still so."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exchange.cases.models import Case
from exchange.cases.models.review import LONGEST
from exchange.cases.owners import text_of_own
from exchange.cases.review.confirming import confirm_case, revise_case
from lms.people.views.requests import MemberRequest


class Answer(models.TextChoices):
    """What has become of it."""

    YES = "yes", gettext_lazy("Yes, as it is written")
    CHANGED = "changed", gettext_lazy("Yes, but something has changed")
    STOPPED = "stopped", gettext_lazy("No, it has stopped")


class ConfirmForm(forms.Form):
    """One question. `client_id` is that of the draft that may come of it: sent twice is once."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Does it still work as it is written?"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    what = forms.CharField(
        label=gettext_lazy("What has changed, in a few words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("If something has. Those who review the case read it, too."),
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask, and do what follows: note the day, or begin a revision."""
    language = get_language() or "ru"
    text = text_of_own(request.user, slug, language)
    if text is None:
        raise Http404
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _follow(request, text.case, form, language)
    facts = {"text": text, "case": text.case, "form": form, "section": "cases"}
    return render(request, "cases/confirm.html", facts)


def _follow(request: MemberRequest, case: Case, form: ConfirmForm, language: str) -> HttpResponse:
    answer = form.cleaned_data["answer"]
    if answer == Answer.YES:
        confirm_case(by=request.user, case=case)
        messages.success(request, _("Thank you. Readers see that it was confirmed today."))
        return redirect("case", case.slug)
    draft = revise_case(
        by=request.user,
        case=case,
        client_id=form.cleaned_data["client_id"],
        language=language,
        has_stopped=answer == Answer.STOPPED,
        what=form.cleaned_data["what"],
    )
    messages.success(
        request,
        _(
            "Thank you. A new version of the case is begun: put what has changed into the parts that it concerns, "
            "and send it. Until it has been reviewed, readers see the case as it is."
        ),
    )
    return redirect("my_case", draft.key)
