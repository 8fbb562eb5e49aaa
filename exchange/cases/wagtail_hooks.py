"""Moderators in Wagtail's admin: the library, its lists, and the ways to withdraw a case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from exchange.cases import (
    access,
    asking_hooks,  # noqa: F401  Wagtail looks for hooks in this module alone
    withdrawing,
)
from exchange.cases.models import CaseLibraryPage, Service, Tag
from exchange.cases.review import hooks as review_hooks  # noqa: F401  Wagtail looks for hooks in this module alone
from exchange.cases.review.admin import keeper
from exchange.cases.review.service_form import ServiceForm
from exchange.cases.searching import follow_list
from exchange.cases.withdrawing import WithdrawMenuItem, can_be_withdrawn, withdraw_address
from lms.admin_menu import EntryFor


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
def withdraw_in_the_list(page: Page, user: Any, next_url: str | None = None) -> Any:
    """Beside a published case."""
    if can_be_withdrawn(page, user):
        yield Button(_("Withdraw"), withdraw_address(page), icon_name="download", priority=40)


@hooks.register("register_page_header_buttons")
def withdraw_above_the_editor(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Any:
    """In the menu beside the title, where Wagtail has “Unpublish” of other pages."""
    if can_be_withdrawn(page, user):
        yield Button(_("Withdraw"), withdraw_address(page), icon_name="download", priority=60)


@hooks.register("register_page_action_menu_item")
def withdraw_below_the_editor() -> ActionMenuItem:
    return WithdrawMenuItem()


@hooks.register("register_admin_urls")
def urls_of_cases() -> list[URLPattern]:
    return [
        path("cases/", to_the_library, name="cases_to_keep"),
        path("cases/<int:page_id>/withdraw/", withdrawing.withdraw, name="case_withdraw"),
    ]


def to_the_library(request: HttpRequest) -> HttpResponse:
    """The cases in the moderator's own language."""
    keeper(request)
    library = get_object_or_404(CaseLibraryPage, locale__language_code=get_language() or "ru")
    return redirect("wagtailadmin_explore", library.pk)
