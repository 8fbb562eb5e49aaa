"""Managers look after certificates: find one, revoke it, issue it anew; and read what was reported as forged."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.certificates import access
from courses.certificates.forgeries import mark_handled
from courses.certificates.forms import RevocationForm, SearchForm
from courses.certificates.issuing import printed_name, reissue
from courses.certificates.models import CertificateIssue, ForgeryReport
from courses.certificates.presentation import answer_on, facts_on
from courses.certificates.revocation import revoke
from courses.certificates.searching import certificates_matching
from lms.keys import key_from
from lms.people.models import Person
from lms.rules import Refusal

PAGE = 50  # rows
View = Callable[..., HttpResponse]


def for_managers(view: View) -> View:
    """For everybody else these pages are not there."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not access.can_look_after_certificates(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@for_managers
@require_safe
def programme_certificates(request: HttpRequest) -> HttpResponse:
    """All certificates, newest first; a name, a number or a code finds them."""
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    found = certificates_matching(query).with_status().order_by("-pk")
    before = key_from(request.GET.get("before"))
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    language = get_language() or "ru"
    context = {
        "form": SearchForm(initial={"q": query}),
        "query": query,
        "rows": [
            {"issue": issue, "course": issue.frozen.course_in(language), "answer": answer_on(issue)}
            for issue in rows[:PAGE]
        ],
        "before": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "forgeries": ForgeryReport.objects.waiting().count(),
    }
    return render(request, "certificates/programme_list.html", context)


@for_managers
@require_safe
def programme_certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate, what became of it, and what can be done."""
    return _one(request, _issue(number), RevocationForm())


@for_managers
@require_POST
def revoke_certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Revoke it, with a reason."""
    issue = _issue(number)
    form = RevocationForm(request.POST)
    if form.is_valid():
        try:
            revoke(by=_manager(request), issue=issue, why=form.cleaned_data["why"])
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The certificate is revoked. Its holder has been told."))
            return redirect("programme_certificate", number)
    return _one(request, issue, form)


@for_managers
@require_POST
def reissue_certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Issue it anew with the corrected name."""
    newer = reissue(by=_manager(request), issue=_issue(number))
    messages.success(request, _("The certificate is issued anew. Its holder has been told."))
    return redirect("programme_certificate", newer.number)


@for_managers
@require_http_methods(["GET", "HEAD", "POST"])
def programme_forgeries(request: HttpRequest) -> HttpResponse:
    """What was reported as forged, what waits first; a press marks one as handled."""
    if request.method == "POST":
        key = request.POST.get("report", "")
        report = get_object_or_404(ForgeryReport, pk=key_from(key))
        mark_handled(by=_manager(request), report=report)
        return redirect("programme_forgeries")
    context = {
        "waiting": ForgeryReport.objects.waiting()[:PAGE],
        "handled": ForgeryReport.objects.exclude(handled_at=None).select_related("handled_by")[
            :PAGE
        ],
    }
    return render(request, "certificates/forgeries.html", context)


def _one(request: HttpRequest, issue: CertificateIssue, form: RevocationForm) -> HttpResponse:
    context = {
        "issue": issue,
        "facts": facts_on(issue),
        "answer": answer_on(issue),
        "revocation": getattr(issue, "revocation", None),
        "newer": getattr(issue, "superseded_by", None),
        "name_now": printed_name(issue.person),
        "can_revoke": access.can_revoke(request.user, issue),
        "can_reissue": access.can_reissue(request.user, issue),
        "form": form,
    }
    return render(request, "certificates/programme_certificate.html", context)


def _issue(number: str) -> CertificateIssue:
    issues = CertificateIssue.objects.select_related("person", "supersedes", "revocation__by")
    return get_object_or_404(issues.with_status(), number=number)


def _manager(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # managers are signed in
    return request.user
