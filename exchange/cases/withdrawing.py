"""Moderators withdraw a published case in Wagtail's admin, from wherever Wagtail unpublishes or deletes other pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.auth import require_admin_access
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from exchange.cases import access
from exchange.cases.asking_to_withdraw import LONGEST, let_stay, open_request_of
from exchange.cases.models import Case, CasePage
from exchange.cases.review.admin import keeper
from exchange.cases.withdrawal import withdraw_case
from exchange.forum.text import language_of_text
from lms.keys import key_from
from lms.rules import Refusal

PageView = Callable[[HttpRequest, int], HttpResponse]


def can_be_withdrawn(page: Page, by: Any) -> bool:
    """Whether this person is offered to withdraw the case, on any of its pages that is published."""
    return bool(page.specific_class is CasePage and page.live and access.can_keep_library(by))


def withdraw_address(page: Page) -> str:
    """Where the reason is asked."""
    return reverse("case_withdraw", args=[page.pk])


class WithdrawMenuItem(ActionMenuItem):
    """Below the editor of a case. Last: what stands first is the button that one presses without a look."""

    label = gettext_lazy("Withdraw")
    name = "withdraw"
    icon_name = "download"
    order = 20_000

    def is_shown(self, context: Any) -> bool:
        """Whoever has the case locked: it is wrong for its readers all the same."""
        return context["view"] == "edit" and can_be_withdrawn(
            context["page"], context["request"].user
        )

    def get_url(self, context: Any) -> str:
        return withdraw_address(context["page"])


def withdrawn_instead(view: PageView) -> PageView:
    """Around Wagtail's ways to unpublish or delete a page: those of a published case lead to the reason."""

    @wraps(view)
    def asked(request: HttpRequest, page_id: int) -> HttpResponse:
        published = CasePage.objects.filter(live=True, locale=F("source_locale"))
        if access.can_keep_library(request.user) and published.filter(pk=page_id).exists():
            messages.info(
                request,
                _(
                    "A published case is withdrawn, with a reason that stays at its address: say it here."
                ),
            )
            return redirect("case_withdraw", page_id)
        return view(request, page_id)

    guarded: PageView = require_admin_access(asked)
    return guarded


class CaseChooser(AdminPageChooser):
    """Finds a case by its title, and opens where the one that is withdrawn stands."""

    def __init__(self, beside: Page) -> None:
        super().__init__(target_models=[CasePage])
        self.beside = beside

    def get_instance(self, value: Any) -> Page | None:
        """What was sent comes back in the form, whatever it was."""
        return super().get_instance(value if isinstance(value, Page) else key_from(str(value)))

    def get_chooser_modal_url(self) -> str:
        return reverse("wagtailadmin_choose_page_child", args=[self.beside.get_parent().pk])


class WithdrawForm(forms.Form):
    """Why it goes, and which case is read instead."""

    because = forms.CharField(
        label=gettext_lazy("Why, in Russian"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Whoever comes to the address reads it."),
    )
    because_ky = forms.CharField(
        label=gettext_lazy("The same in Kyrgyz"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("If it is left empty, the Russian words are shown."),
    )
    replaced_by = forms.ModelChoiceField(
        label=gettext_lazy("What there is instead"),
        queryset=CasePage.objects.filter(live=True),
        required=False,
        help_text=gettext_lazy("Another published case, found by its title. May be left empty."),
        error_messages={
            "invalid_choice": gettext_lazy("This case is not published: choose another one.")
        },
    )

    def __init__(self, *args: Any, beside: Page, **options: Any) -> None:
        super().__init__(*args, **options)
        # Of each request: Wagtail's widget keeps the language in which it was made.
        self.fields["replaced_by"].widget = CaseChooser(beside)

    def clean_replaced_by(self) -> Case | None:
        page: CasePage | None = self.cleaned_data["replaced_by"]
        return Case.objects.get(key=page.translation_key) if page else None


class StaysForm(forms.Form):
    """What is answered to whoever asked for the withdrawal."""

    answer = forms.CharField(
        label=gettext_lazy("Why it stays"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Whoever asked reads it."),
    )


def _field_of(words: str) -> str:
    """In which of the two they go: everybody reads them, and each in their own language."""
    return "because_ky" if language_of_text(words) == "ky" else "because"


def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask why, and withdraw."""
    by = keeper(request)
    page = get_object_or_404(CasePage, pk=page_id)
    case = get_object_or_404(Case, key=page.translation_key, taken_down_at=None)
    asked = open_request_of(case)
    stays = StaysForm(request.POST if "stays" in request.POST else None)
    if stays.is_bound and asked and stays.is_valid():
        let_stay(by=by, request=asked, answer=stays.cleaned_data["answer"])
        messages.success(request, _("“%(title)s” stays in the library.") % {"title": page.title})
        return redirect("cases_in_review")
    form = WithdrawForm(
        None if stays.is_bound else request.POST or None,
        initial={_field_of(asked.because): asked.because} if asked else None,
        beside=page,
    )
    if form.is_bound and form.is_valid():
        try:
            withdraw_case(by=by, case=case, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("“%(title)s” has been withdrawn.") % {"title": page.title})
            return redirect("cases_in_review")
    facts = {
        "form": form,
        "asked": asked,
        "stays": stays,
        "page": page,
        "case": case,
        "header_title": _("Withdraw a case"),
        "page_title": _("Withdraw a case"),
    }
    return render(request, "cases/admin/withdraw.html", facts)
