"""What publishing or taking away a page changes for people who are learning the course."""

from collections.abc import Callable
from uuid import UUID

from wagtail.models import Page

from courses.catalogue.activities import KINDS
from courses.catalogue.models import Activity, CoursePage, ModulePage
from courses.catalogue.outline import outline_of
from courses.catalogue.publication import course_key_of, source_course

# The room that keeps enrolments joins here: how many people are learning a course now.
count_learners: list[Callable[[UUID], int]] = []


def learners_touched(page: Page) -> int:
    """How many people are learning the course of this page; none for a page outside of courses."""
    key = course_key_of(page)
    return 0 if key is None else sum(count(key) for count in count_learners)


def newly_required(page: Page) -> list[Activity]:
    """The activities that would be required once this page (as it is in memory) is published.

    Only the source language decides; an activity that is required already asks for nothing new, and the first ones
    of a course bind everybody.
    """
    key = course_key_of(page)
    source = source_course(key) if key else None
    if key is None or source is None or page.locale_id != source.source_locale_id:
        return []
    outline = outline_of(key, source.source_locale.language_code)
    known = list(outline.activities()) if outline else []
    if not known:
        return []
    required = {each.key for each in known if each.is_required}
    return [
        activity
        for activity in _shown_by(page, source)
        if activity.is_required and activity.translation_key not in required  # type: ignore[attr-defined]  # kinds are pages
    ]


def _shown_by(page: Page, course: CoursePage) -> list[Activity]:
    """The activities that readers see only once this page is live: itself, or what stands below it."""
    if isinstance(page, Activity):
        parent = Page.objects.parent_of(page).get()
        return [page] if parent.live and course.live else []
    modules = ModulePage.objects.descendant_of(course).live()
    if isinstance(page, ModulePage):
        if not course.live:
            return []
        modules = ModulePage.objects.filter(pk=page.pk)
    return [
        activity
        for module in modules
        for kind in KINDS.values()
        for activity in kind.model.objects.child_of(module).live()  # type: ignore[attr-defined]  # kinds are pages
    ]
