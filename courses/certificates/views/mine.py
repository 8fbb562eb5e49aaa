"""A learner's own certificates."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.catalogue.outline import outline_of
from courses.certificates import queries
from courses.certificates.freezing import FrozenCourse
from courses.certificates.models import CertificateIssue
from courses.certificates.presentation import answer_on, facts_on
from courses.certificates.renewal import can_renew, renew
from courses.certificates.tasks import keep_pdf
from courses.progress.enrolment import course_title
from courses.progress.models import CourseCompletion
from lms.people.models import Person

logger = logging.getLogger(__name__)


@login_required
@require_safe
def my_certificates(request: HttpRequest) -> HttpResponse:
    """What somebody has earned, and what waits for whom."""
    person = _person(request)
    certificates = [
        {
            "issue": issue,
            "course": issue.frozen.course_in(get_language() or "ru"),
            "answer": answer_on(issue),
        }
        for issue in queries.certificates_of(person)
    ]
    waiting = [
        {
            "course": _title_of(completion),
            "words": queries.waiting_words(completion, person),
        }
        for completion in queries.waiting_of(person)
    ]
    context = {"certificates": certificates, "waiting": waiting}
    return render(request, "certificates/mine.html", context)


@login_required
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate: what it says, what it is worth, and its file."""
    issue = _visible(request, number)
    context = {
        "issue": issue,
        "course": issue.frozen.course_in(get_language() or "ru"),
        "facts": facts_on(issue),
        "answer": answer_on(issue),
        "can_renew": can_renew(_person(request), issue),
    }
    return render(request, "certificates/certificate.html", context)


@login_required
@require_safe
def certificate_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The file; made now if its task has not come round to it."""
    issue = _visible(request, number)
    try:
        pdf = keep_pdf(issue)
    except RuntimeError:  # typst's; the sweep tries again
        logger.exception("A certificate's PDF was not made", extra={"issue": issue.pk})
        messages.info(request, _("The file is being made. Come back in a minute."))
        return redirect("certificate", number)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{issue.number}.pdf"'
    response["Cache-Control"] = "private, no-cache"
    return response


@login_required
@require_POST
def renew_certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Take the course again, because the certificate runs out."""
    enrolment = renew(person=_person(request), issue=_visible(request, number))
    outline = outline_of(enrolment.course_key, get_language() or "ru")
    return redirect("course", outline.slug) if outline else redirect("my_certificates")


def _title_of(completion: CourseCompletion) -> str:
    waiting = getattr(completion, "waiting_certificate", None)
    if waiting is None:
        return course_title(completion.enrolment.course_key)
    course = FrozenCourse(**waiting.course)
    return course.titles.get(get_language() or "ru") or course.titles[course.language]


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # the view asks for signing in
    return request.user


def _visible(request: HttpRequest, number: str) -> CertificateIssue:
    visible = CertificateIssue.objects.visible_to(request.user).with_status()
    with_course = visible.select_related("completion__enrolment")
    return get_object_or_404(with_course, number=number)
