"""Those whose case it is ask that it be withdrawn."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exchange.cases.asking_to_withdraw import LONGEST, ask_to_withdraw, open_request_of
from exchange.cases.owners import text_of_own
from lms.people.views.requests import MemberRequest


class AskForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why should it be withdrawn?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "A moderator decides by it. If only something has changed, revise the case instead: it stays, put right."
        ),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask why, and tell moderators."""
    text = text_of_own(request.user, slug, get_language() or "ru")
    if text is None:
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ask_to_withdraw(by=request.user, case=text.case, because=form.cleaned_data["because"])
        messages.success(
            request,
            _(
                "Your request is sent to the moderators. The case stays in the library until they have decided; "
                "you are told what they decide."
            ),
        )
        return redirect("case", text.case.slug)
    facts = {
        "text": text,
        "case": text.case,
        "form": form,
        "asked": open_request_of(text.case),
        "section": "cases",
    }
    return render(request, "cases/ask_to_withdraw.html", facts)
