"""Anybody checks a certificate, without an account; these addresses have no language and work for ever."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.certificates.codes import as_meant
from courses.certificates.forgeries import report_forgery as report_forgery_of
from courses.certificates.forms import LONGEST_CODE, CodeForm, ForgeryForm
from courses.certificates.models import CertificateIssue
from courses.certificates.presentation import answer_on, facts_on, no_such_certificate
from courses.certificates.rate import CHECKS, REPORTS
from lms.rate import is_within
from lms.rules import Refusal


def page(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """A page that no search engine keeps: names of people are no business of theirs."""
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def too_often(request: HttpRequest, period: str) -> HttpResponse:
    """A page for those who ask too often; an office that does so reads what to do."""
    response = page(request, "certificates/too_often.html", {"period": period}, status=429)
    response["Retry-After"] = {"minute": "60", "hour": "3600"}[period]
    return response


@require_safe
@never_cache
def verify_form(request: HttpRequest) -> HttpResponse:
    """Type the code of a certificate."""
    form = CodeForm(request.GET) if "code" in request.GET else CodeForm()
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        return redirect("verify", as_meant(code) or code)
    return page(request, "certificates/verify_form.html", {"form": form})


@require_safe
@never_cache
def verify(request: HttpRequest, typed: str) -> HttpResponse:
    """What a certificate is worth, with every fact that it prints; the same page for all codes that lead nowhere."""
    if not is_within(CHECKS, request):
        return too_often(request, "minute")
    issue = CertificateIssue.objects.with_status().filter(code=as_meant(typed)).first()
    if issue is None:
        context = {
            "answer": no_such_certificate(),
            "typed": typed[:LONGEST_CODE],
            "form": CodeForm(),
        }
        return page(request, "certificates/verify.html", context, status=404)
    context = {"answer": answer_on(issue), "facts": facts_on(issue), "code": issue.code}
    return page(request, "certificates/verify.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report_forgery(request: HttpRequest) -> HttpResponse:
    """Report a paper that does not match, with or without an account."""
    if request.method != "POST":
        code = request.GET.get("code", "")[:LONGEST_CODE]
        form = ForgeryForm(initial={"code_as_typed": code})
        context: dict[str, object] = {"form": form, "is_sent": "sent" in request.GET}
        return page(request, "certificates/report_forgery.html", context)
    form = ForgeryForm(request.POST)
    if form.is_valid():
        if not is_within(REPORTS, request):
            return too_often(request, "hour")
        try:
            report_forgery_of(**form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect(f"{request.path}?sent=1")
    return page(request, "certificates/report_forgery.html", {"form": form, "is_sent": False})
