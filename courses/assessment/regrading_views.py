"""A page of the editor: a trainer has corrected a wrong key, sees what follows, and has the attempts graded again."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from courses.assessment.access import can_regrade
from courses.assessment.models import QuizPage
from courses.assessment.published import find_quiz
from courses.assessment.refusals import QuizWithdrawn
from courses.assessment.regrading import foresee, regrade_quiz
from lms.people.models import Person


def quiz_regrade(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what would change, and grade again once the trainer says so."""
    page = get_object_or_404(QuizPage, pk=page_id)
    if not may_regrade(request.user, page):
        raise PermissionDenied
    try:
        quiz = find_quiz(page.translation_key)
        if request.method == "POST" and isinstance(request.user, Person):
            n = regrade_quiz(by=request.user, quiz_key=page.translation_key)
            words = ngettext("%(n)s result has changed.", "%(n)s results have changed.", n)
            messages.success(request, words % {"n": n})
            return redirect("wagtailadmin_pages:edit", page.pk)
        foreseen = foresee(page.translation_key)
    except QuizWithdrawn as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_pages:edit", page.pk)
    facts = {
        "page": page,
        "foreseen": foreseen,
        "draft_differs": quiz.page.has_unpublished_changes,
        "header_title": _("Grade the attempts again"),
        "page_title": _("Grade the attempts again"),
        "page_subtitle": page.title,
        "header_icon": "rotate",
    }
    return render(request, "assessment/admin/regrade.html", facts)


def may_regrade(user: object, page: QuizPage) -> bool:
    """Whoever may correct this quiz, and grade."""
    return (
        isinstance(user, Person)
        and bool(can_regrade(user))
        and bool(page.permissions_for_user(user).can_edit())
    )
