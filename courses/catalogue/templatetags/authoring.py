"""What the editor's pages say about courses, and where blocks link to."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.catalogue import links
from courses.catalogue.models import LessonPage
from courses.catalogue.reading import render_body, with_ticks
from courses.catalogue.touching import learners_touched

register = template.Library()

NEW = {
    "coursepage": _("New course"),
    "modulepage": _("New module"),
    "lessonpage": _("New lesson"),
    "quizpage": _("New quiz"),
}


@register.simple_tag
def learners_of(page: Page) -> int:
    """How many people are learning the course of this page."""
    return learners_touched(page)


@register.simple_tag
def address_of(page: Page) -> str | None:
    """Where the reader finds a course or activity, in the language of the words around."""
    return links.address_of(page)


@register.simple_tag
def draft_body(page: LessonPage, language: str) -> SafeString:
    """A lesson's body as it stands in the editor."""
    return with_ticks(render_body(page, language), set(), can_save=False)


@register.simple_tag(takes_context=True)
def new_below(context: dict[str, Any], page: Page) -> list[tuple[Any, str]]:
    """What can be written below a page of a course: what to call it, and where."""
    if page.is_root() or not page.permissions_for_user(context["request"].user).can_add_subpage():
        return []
    kinds = [kind._meta for kind in page.specific_class.creatable_subpage_models()]
    return [
        (
            NEW[kind.model_name],
            reverse("wagtailadmin_pages:add", args=[kind.app_label, kind.model_name, page.pk]),
        )
        for kind in kinds
        if kind.model_name in NEW
    ]
