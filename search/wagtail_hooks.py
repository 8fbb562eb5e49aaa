"""Editors keep the words that mean the same, and see what people look for."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search import report
from search.models import SynonymGroup
from search.synonyms import forget_synonyms
from search.terms import forget_terms


class SynonymGroupViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "rotate"
    menu_label = _("Words that mean the same")
    menu_name = "synonyms"
    menu_order = 710
    add_to_admin_menu = True
    list_display = ("in_russian", "in_kyrgyz", "in_english")
    search_fields = ("words_ru", "words_ky", "words_en")


register_snippet(SynonymGroupViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def synonyms_changed(request: HttpRequest, instance: Any) -> None:
    """From the next search on, in every process."""
    if isinstance(instance, SynonymGroup):
        forget_synonyms()
        forget_terms()


@hooks.register("after_delete_snippet")
def synonyms_deleted(request: HttpRequest, instances: list[Any]) -> None:
    if any(isinstance(each, SynonymGroup) for each in instances):
        forget_synonyms()
        forget_terms()


@hooks.register("register_admin_urls")
def urls_of_search() -> list[URLPattern]:
    return [path("searches/", report.searches, name="searches")]


@hooks.register("register_admin_menu_item")
def what_people_look_for() -> MenuItem:
    return report.menu_item()
