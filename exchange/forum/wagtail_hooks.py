"""Moderators in Wagtail's admin: the categories, and what waits for them."""

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from exchange.forum import access
from exchange.forum.category_form import CategoryForm
from exchange.forum.models import Category
from exchange.forum.review import ReviewPanel, how_many_wait
from exchange.forum.views import review
from lms.admin_menu import EntryFor


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "comment"
    menu_label = gettext_lazy("Categories")
    menu_name = "forum-categories"
    menu_order = 410
    add_to_admin_menu = True
    list_display = ("name_ru", "name_ky", "name_en", "audience", "order")
    ordering = ("order", "key")
    edit_handler = ObjectList(
        [
            *(
                FieldPanel(name)
                for name in (
                    "name_ky",
                    "name_ru",
                    "name_en",
                    "lead_ky",
                    "lead_ru",
                    "lead_en",
                    "key",
                    "order",
                    "audience",
                    "confirmed",
                )
            ),
            FieldPanel("positions", widget=CheckboxSelectMultiple),
        ],
        base_form_class=CategoryForm,
    )


register_snippet(CategoryViewSet)


@hooks.register("before_delete_snippet")
def delete_only_empty_categories(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """What was written stays."""
    full = [each for each in instances if isinstance(each, Category) and each.topics.exists()]
    if not full:
        return None
    words = _("Topics stand in “%(name)s”. Move them to another category first.")
    messages.error(request, words % {"name": full[0].name})
    return redirect("wagtailsnippets_forum_category:list")


@hooks.register("register_admin_urls")
def urls_of_review() -> list[URLPattern]:
    return [
        path("forum/review/", review.queue, name="forum_review"),
        path("forum/review/<int:pk>/", review.post, name="forum_review_post"),
    ]


@hooks.register("register_admin_menu_item")
def what_waits() -> MenuItem:
    return EntryFor(
        gettext_lazy("Forum posts to review"),
        reverse("forum_review"),
        name="forum-review",
        icon_name="warning",
        order=400,
        is_for=access.is_moderator,
        waiting=lambda _moderator: how_many_wait(),
    )


@hooks.register("construct_homepage_panels", order=1001)  # after the catalogue has kept its own
def what_waits_first(request: HttpRequest, panels: list[Any]) -> None:
    if access.is_moderator(request.user):
        panels.insert(0, ReviewPanel())
