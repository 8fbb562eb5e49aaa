"""Codes: of an invitation, to come back with a new password, and a new password after a code by SMS."""

import time
from datetime import timedelta

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lms.people import invitations, recovery
from lms.people.codes import typed
from lms.people.forms.codes import AcceptForm, InvitationCodeForm, ReturnCodeForm
from lms.people.forms.entrance import SetPasswordForm
from lms.people.forms.registration import INVITATION_KEY
from lms.people.models import Person
from lms.people.phones import NotAPhoneNumber, to_e164
from lms.people.views.requests import MemberRequest
from lms.rate import Limit, is_within
from lms.rules import Refusal

TRIED = Limit("invitations", 120, timedelta(minutes=1))  # more are guesses, with or without a form
INVITED = "invited_%s"  # two forms on one page: each field has an id of its own
CODE_IS_FRESH = (
    5 * 60
)  # seconds between coming in by a code and setting a password without the old one


@never_cache
def have_code(request: HttpRequest) -> HttpResponse:
    """Ask which of the two codes somebody has, and take it."""
    invitation_form, return_form = InvitationCodeForm(auto_id=INVITED), ReturnCodeForm()
    if request.method == "POST" and "invite" in request.POST:
        invitation_form = InvitationCodeForm(request.POST, auto_id=INVITED)
        if invitation_form.is_valid():
            return redirect("invitation", code=typed(invitation_form.cleaned_data["code"]) or "0")
    elif request.method == "POST":
        return_form = ReturnCodeForm(request.POST)
        if return_form.is_valid() and come_back(request, return_form):
            return redirect("account_login")
    return render(
        request,
        "people/have_code.html",
        {"invitation_form": invitation_form, "return_form": return_form},
    )


def come_back(request: HttpRequest, form: ReturnCodeForm) -> bool:
    """Use the code if the limit allows; what is wrong stands beside the field."""
    phone = form.cleaned_data["phone"]
    try:
        key = to_e164(phone)
    except NotAPhoneNumber as refusal:
        form.add_error("phone", str(refusal))
        return False
    if not ratelimit.consume(request, action="return_code", key=key):
        form.add_error(None, _("Too many tries. Wait five minutes, then try again."))
        return False
    try:
        recovery.come_back(
            phone=key, code=form.cleaned_data["code"], password=form.cleaned_data["password"]
        )
    except Refusal as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    messages.success(request, _("The password is set. Sign in with it."))
    return True


@never_cache
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """What an invitation offers: to register, or to accept it with the account one has."""
    if not is_within(TRIED, request):
        return render(request, "429.html", status=429)
    found = invitations.find_usable(code)
    if found is None:
        request.session.pop(INVITATION_KEY, None)
        return render(request, "people/invitation_unknown.html", status=404)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and isinstance(request.user, Person):
        if form.is_valid():
            try:
                invitations.accept(
                    person=request.user, code=code, position=form.cleaned_data["position"]
                )
            except Refusal as refusal:
                form.add_error(
                    refusal.field if refusal.field in form.fields else None, str(refusal)
                )
            else:
                request.session.pop(INVITATION_KEY, None)
                messages.success(request, _("Your place of work is confirmed."))
                return redirect("profile")
    else:
        request.session[INVITATION_KEY] = typed(code)
    return render(request, "people/invitation.html", {"invitation": found, "form": form})


@never_cache
@sensitive_post_parameters()
@login_required
def new_password(request: MemberRequest) -> HttpResponse:
    """Set a password without the old one, for who has just come in by a code."""
    if not came_by_code(request):
        return redirect("account_change_password")
    form = SetPasswordForm(user=request.user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, request.user)
        messages.success(request, _("The password is set."))
        return redirect("home")
    return render(request, "account/password_set.html", {"form": form})


def came_by_code(request: MemberRequest) -> bool:
    """Whether the last thing that this session has shown is a code, a few minutes ago."""
    records = get_authentication_records(request, request.user)
    codes = [record for record in records if record["method"] != "mfa"]  # the factor comes after
    return (
        bool(codes)
        and codes[-1]["method"] == "code"
        and codes[-1]["at"] > time.time() - CODE_IS_FRESH
    )


@never_cache
def passkey(request: HttpRequest) -> HttpResponse:
    """A page of its own, so that the sign-in page carries no script."""
    return render(request, "people/passkey.html", {"next": request.GET.get("next", "")})
