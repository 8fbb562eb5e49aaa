"""My profile: names, place of work, ways to reach me, how I sign in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.notifications.senders import sms_is_sent
from lms.people import membership as memberships
from lms.people import name_changes
from lms.people.deciding import who_decides
from lms.people.forms.fields import OUTSIDE
from lms.people.forms.profile import AboutForm, NameForm, WorkForm
from lms.people.language import remember_language
from lms.people.models import Membership
from lms.people.profile import change_about
from lms.people.views.requests import MemberRequest
from lms.rules import Refusal


@login_required
def profile(request: MemberRequest) -> HttpResponse:
    """All that is kept about the person, with the way to change each."""
    person = request.user
    mine = Membership.objects.filter(person=person).select_related("municipality", "position")
    return render(
        request,
        "people/profile.html",
        {
            "membership": person.membership,
            "who_decides": who_decides(person.membership)
            if person.membership and not person.membership.confirmed_at
            else "",
            "refused": mine.exclude(refused_at=None).order_by("-refused_at").first()
            if not person.membership
            else None,
            "past": mine.exclude(ended_on=None).exclude(confirmed_at=None),
            "name_waits": person.name_changes.waiting().first(),
            "email_is_verified": person.verified_email is not None,
            "sms_is_sent": sms_is_sent(),
        },
    )


@login_required
def change_name(request: MemberRequest) -> HttpResponse:
    """Change the name: at once, or once the coordinator accepts."""
    names = {
        field: getattr(request.user, field) for field in ("family_name", "given_name", "patronymic")
    }
    form = NameForm(request.POST or None, initial=names)
    if request.method == "POST" and form.is_valid():
        try:
            waiting = name_changes.change_name(person=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(
                request,
                _("The name waits for the coordinator.") if waiting else _("The name is saved."),
            )
            return redirect("profile")
    is_confirmed = request.user.memberships.confirmed().exists()
    return render(request, "people/change_name.html", {"form": form, "is_confirmed": is_confirmed})


@login_required
@require_POST
def withdraw_name(request: MemberRequest) -> HttpResponse:
    name_changes.withdraw_name(person=request.user)
    messages.success(request, _("Your name stays as it is."))
    return redirect("profile")


@login_required
def change_work(request: MemberRequest) -> HttpResponse:
    """Say where one works: the first time, after a refusal, or after a move."""
    person, now = request.user, request.user.membership
    initial = {}
    if now:
        initial = {"municipality": now.municipality_id or OUTSIDE, "position": now.position_id}
    form = WorkForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        say = memberships.move if now else memberships.ask_membership
        try:
            new = say(person=person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(
                request, _("Saved.") if new.confirmed_at else _("Saved. ") + who_decides(new)
            )
            return redirect("profile")
    return render(request, "people/change_work.html", {"form": form, "membership": now})


@login_required
def leave_work(request: MemberRequest) -> HttpResponse:
    """Say that one no longer works there; asked once more before."""
    now = request.user.membership
    if now is None:
        return redirect("profile")
    if request.method == "POST":
        memberships.end_membership(by=request.user, membership=now)
        messages.success(request, _("Saved. What you have earned stays yours."))
        return redirect("profile")
    return render(request, "people/leave_work.html", {"membership": now})


@login_required
def change_settings(request: MemberRequest) -> HttpResponse:
    """The language of messages, and the sex that the report counts."""
    person = request.user
    form = AboutForm(request.POST or None, initial={"language": person.language, "sex": person.sex})
    if request.method == "POST" and form.is_valid():
        change_about(person=person, **form.cleaned_data)
        language = form.cleaned_data["language"]
        with override(language):
            messages.success(request, _("Saved."))
            response = redirect("profile")
        remember_language(request, response, language)
        return response
    return render(request, "people/change_settings.html", {"form": form})


def set_language(request: HttpRequest, language: str) -> HttpResponse:
    """For pages without a language in their address: remember it and go back to `next`."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("home")
    if not check_for_language(language):  # also what is no word, of which there is no address
        return HttpResponseRedirect(back)
    response = HttpResponseRedirect(translate_url(back, language))
    remember_language(request, response, language)
    return response
