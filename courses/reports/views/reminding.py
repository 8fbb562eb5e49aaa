"""A coordinator chooses whom to ask to finish a course."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from courses.catalogue.models import PublishedCourse
from courses.reports.reminding import ask_to_finish, in_the_middle, who_is_behind
from lms.people.views.municipality import coordinators_only
from lms.people.views.requests import MemberRequest


@never_cache
@coordinators_only
def remind(request: MemberRequest) -> HttpResponse:
    """The courses that people are in the middle of, and for one of them the people."""
    begun = in_the_middle(request.user).order_by().values("course_key")
    courses = list(
        PublishedCourse.objects.filter(course_key__in=begun, language=get_language() or "ru")
        .defer("outline")
        .order_by("title")
    )
    asked = request.POST.get("course") or request.GET.get("course", "")
    course = next((each for each in courses if str(each.course_key) == asked), None)
    if request.method == "POST":
        return _ask(request, course.course_key if course else None, asked)
    rows = who_is_behind(request.user, course.course_key) if course else []
    facts = {"courses": courses, "course": course, "rows": rows}
    return render(request, "reports/remind.html", facts)


def _ask(request: MemberRequest, course_key: UUID | None, asked: str) -> HttpResponse:
    people = {int(pk) for pk in request.POST.getlist("person") if pk.isdecimal() and len(pk) < 19}
    if course_key is None:
        messages.error(request, _("Nobody is in the middle of this course any more."))
        return redirect("municipality_remind")
    count = ask_to_finish(by=request.user, course_key=course_key, people=people)
    words = ngettext("%(n)s person was asked.", "%(n)s people were asked.", count)
    messages.success(request, words % {"n": count})
    answer = redirect("municipality_remind")
    answer["Location"] += f"?course={course_key}"
    return answer
