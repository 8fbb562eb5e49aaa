"""Moderators in Wagtail's admin: the library, its lists, and what is withdrawn."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from exchange.cases import access
from exchange.cases.asking_to_withdraw import let_stay, open_request_of
from exchange.cases.models import Case, CaseLibraryPage, CasePage, Service, Tag
from exchange.cases.review import hooks as review_hooks  # noqa: F401  Wagtail looks for hooks in this module alone
from exchange.cases.review.admin import keeper
from exchange.cases.review.service_form import ServiceForm
from exchange.cases.searching import follow_list
from exchange.cases.withdrawal import withdraw_case
from lms.admin_menu import EntryFor
from lms.rules import Refusal

LONGEST_REASON = 1000  # characters


class ServiceViewSet(SnippetViewSet):
    model = Service
    icon = "tag"
    menu_label = gettext_lazy("Services")
    list_display = ("name_ru", "name_ky", "name_en", "order")
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name_ky", "name_ru", "name_en", "key", "order", "keepers")],
        base_form_class=ServiceForm,
    )


class TagViewSet(SnippetViewSet):
    model = Tag
    icon = "tag"
    menu_label = gettext_lazy("Challenges")
    list_display = ("name_ru", "name_ky", "name_en")


class ListsOfCases(SnippetViewSetGroup):
    items = (ServiceViewSet, TagViewSet)
    menu_label = gettext_lazy("Cases: lists")
    menu_name = "cases-lists"
    menu_icon = "list-ul"
    menu_order = 420


register_snippet(ListsOfCases)


@hooks.register("after_edit_snippet")
def found_by_the_new_name(request: HttpRequest, instance: Any) -> None:
    """What is of a service or has a challenge is searched by its name."""
    if isinstance(instance, Service | Tag):
        follow_list(instance)


@hooks.register("before_delete_snippet")
def delete_only_what_no_case_has(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """A case keeps its services and challenges."""
    used = [each for each in instances if isinstance(each, Service | Tag) and each.cases.exists()]
    if not used:
        return None
    messages.error(request, _("Cases have “%(name)s”.") % {"name": used[0].name})
    return redirect("wagtailadmin_home")


@hooks.register("register_admin_menu_item")
def the_library() -> MenuItem:
    return EntryFor(
        gettext_lazy("Cases"),
        reverse("cases_to_keep"),
        name="cases",
        icon_name="doc-full-inverse",
        order=405,
        is_for=access.can_keep_library,
    )


@hooks.register("register_page_listing_more_buttons")
def withdraw_button(page: Page, user: Any, next_url: str | None = None) -> Any:
    """Beside a published case."""
    if page.specific_class is CasePage and page.live and access.can_keep_library(user):
        yield Button(_("Withdraw"), reverse("case_withdraw", args=[page.pk]), priority=45)


@hooks.register("register_admin_urls")
def urls_of_cases() -> list[URLPattern]:
    return [
        path("cases/", to_the_library, name="cases_to_keep"),
        path("cases/<int:page_id>/withdraw/", withdraw, name="case_withdraw"),
    ]


def to_the_library(request: HttpRequest) -> HttpResponse:
    """The cases in the moderator's own language."""
    keeper(request)
    library = get_object_or_404(CaseLibraryPage, locale__language_code=get_language() or "ru")
    return redirect("wagtailadmin_explore", library.pk)


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why, in Russian"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Whoever comes to the address reads it."),
    )
    because_ky = forms.CharField(
        label=gettext_lazy("The same in Kyrgyz"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("If it is left empty, the Russian words are shown."),
    )
    replaced_by = forms.SlugField(
        label=gettext_lazy("What there is instead"),
        required=False,
        help_text=gettext_lazy("The last part of the address of another case."),
    )

    def clean_replaced_by(self) -> Case | None:
        slug = self.cleaned_data["replaced_by"]
        found = Case.objects.filter(slug=slug, taken_down_at=None).first() if slug else None
        if slug and found is None:
            raise forms.ValidationError(_("There is no published case with this address."))
        return found


class StaysForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Why it stays"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Whoever asked reads it."),
    )


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
        initial={"because": asked.because} if asked else None,
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
        "header_title": _("Withdraw a case"),
        "page_title": _("Withdraw a case"),
    }
    return render(request, "cases/admin/withdraw.html", facts)
