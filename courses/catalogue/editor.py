"""What a trainer finds in Wagtail's editor: the few things that they need, and nothing that only puzzles."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from courses.catalogue.models import CourseIndexPage, CoursePage
from courses.catalogue.touching import learners_touched

# What Wagtail puts into the menu and is of use here; administrators of the installation (superusers) see all.
USEFUL_IN_MENU = {
    "explorer",
    "images",
    "documents",
    "media",
    "translations-of-courses",
    "lists",
    "help-for-trainers",
    "searches",
    "synonyms",
}


class ForWriters(MenuItem):
    """An entry for those who may write courses."""

    def is_shown(self, request: HttpRequest) -> bool:
        return writes_courses(request)


def writes_courses(request: HttpRequest) -> bool:
    """Whether this person may change pages of courses at all."""
    return any(
        page.permissions_for_user(request.user).can_add_subpage()
        for page in CourseIndexPage.objects.all()
    )


def translations_menu_item() -> MenuItem:
    return ForWriters(
        _("Translations"),
        reverse("translations_of_courses"),
        name="translations-of-courses",
        icon_name="wagtail-localize-language",
        order=600,
    )


def help_menu_item() -> MenuItem:
    return ForWriters(
        _("Help"),
        reverse_lazy("help_page", args=["trainer"]),
        name="help-for-trainers",
        icon_name="help",
        order=900,
    )


def keep_useful(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hide what is of no use. Hiding forbids nothing: rights do that."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name in USEFUL_IN_MENU]


@dataclass
class _Row:
    course: CoursePage
    learners: int


class CoursesPanel(Component):
    """The courses at a glance, and the way to a new one."""

    name = "courses"
    template_name = "catalogue/admin/courses_panel.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        courses = CoursePage.objects.filter(locale=F("source_locale")).select_related("locale")
        rows = [
            _Row(course, learners_touched(course) if course.live else 0)
            for course in courses.order_by("-latest_revision_created_at")
        ]
        indexes = CourseIndexPage.objects.select_related("locale").order_by("pk")
        return {
            "request": request,
            "rows": rows,
            "indexes": sorted(
                indexes, key=lambda page: page.locale.language_code != (get_language() or "ru")
            ),
        }


def was_ever_published(page: Page) -> bool:
    """Whether readers ever saw the page or something below it."""
    below = Page.objects.descendant_of(page, inclusive=True)
    return bool(below.exclude(first_published_at=None).exists())
