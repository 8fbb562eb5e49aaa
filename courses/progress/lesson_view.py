"""A lesson on the screen: its text, where it stands in the course, and the button that completes it."""

from time import time
from typing import Any

from django.db.models import IntegerField, UUIDField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.catalogue.beside import links_of_lesson
from courses.catalogue.models import LessonPage
from courses.catalogue.outline import Outline, OutlineActivity
from courses.catalogue.reading import TICKS, lesson_html, with_ticks
from courses.progress.models import ChecklistTick, Enrolment
from courses.progress.rows import outline_rows, progress_words
from courses.progress.standing import enrolment_of, standing_of
from lms.people.models import Person
from lms.prepared import Prepared


def show_lesson(request: HttpRequest, outline: Outline, activity: OutlineActivity) -> HttpResponse:
    """The lesson's page; opening it remembers the place, and completes nothing."""
    language = get_language() or "ru"
    person = request.user if request.user.is_authenticated else None
    enrolment = enrolment_of(person, outline.course_key) if person else None
    standing = standing_of(enrolment, outline)
    remember_place(standing.enrolment, activity)
    before, after = outline.neighbours(activity.key)
    facts: dict[str, Any] = {
        "outline": outline,
        "activity": activity,
        "place": place_of(outline, activity),
        "body": _body(person, activity, language),
        "standing": standing,
        "is_done": activity.key in standing.done,
        "modules": outline_rows(standing, language, activity.key),
        "progress": progress_words(standing),
        "before": before,
        "after": after,
        "opened": int(time()),
        "links": links_of_lesson(outline, activity),
    }
    return render(request, "progress/lesson.html", facts)


def place_of(outline: Outline, activity: OutlineActivity) -> dict[str, int]:
    """Which module, and which activity of how many in it."""
    for number, module in enumerate(outline.modules, 1):
        for n, each in enumerate(module.activities, 1):
            if each.key == activity.key:
                return {"module": number, "number": n, "of": len(module.activities)}
    return {}


def remember_place(enrolment: Enrolment | None, activity: OutlineActivity) -> None:
    """Where to resume, also on another phone; written only when it changes."""
    if enrolment and enrolment.closed_at is None and enrolment.resume_key != activity.key:
        Enrolment.objects.filter(pk=enrolment.pk).update(resume_key=activity.key)


SHOWN = Prepared(
    lambda pk: LessonPage.objects.filter(pk=pk).defer("body").select_related("locale"),
    pk=IntegerField(),
)
TICKED = Prepared(
    lambda person, activity: ChecklistTick.objects.filter(
        person=person, activity_key=activity
    ).values_list("item_id", flat=True),
    person=IntegerField(),
    activity=UUIDField(),
)


def _body(person: Person | None, activity: OutlineActivity, language: str) -> SafeString:
    """The published text, with the reader's ticks where it has a checklist."""
    page = SHOWN.first(pk=activity.page_id)
    if page is None:
        raise Http404
    html = lesson_html(page, language)
    if TICKS not in html:
        return html
    ticks = TICKED.all(person=person.pk, activity=activity.key) if person else []
    return with_ticks(html, set(ticks), can_save=person is not None)
