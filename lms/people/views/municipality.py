"""A coordinator's pages: who waits, whom to invite, who works here, changed names."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lms.people import access, codes, invitations, name_changes, queries, recovery
from lms.people import membership as memberships
from lms.people.describing import describe_municipality
from lms.people.forms.municipality import DescribeForm, InviteForm
from lms.people.forms.profile import ReasonForm
from lms.people.models import Invitation, Membership, Municipality, NameChange
from lms.people.views.requests import MemberRequest
from lms.rules import Refusal

View = Callable[..., HttpResponse]


def coordinators_only(view: View) -> View:
    """For everybody else these pages are not there."""

    @login_required
    @wraps(view)
    def guarded(request: MemberRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not access.sees_municipality_pages(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def back_to_list(request: MemberRequest) -> HttpResponse:
    """To the list from which this person decides."""
    coordinates = access.sees_municipality_pages(request.user)
    return redirect("municipality_waiting" if coordinates else "programme_waiting")


@coordinators_only
def waiting(request: MemberRequest) -> HttpResponse:
    """Who says that they work here, and changed names."""
    return render(
        request,
        "people/waiting.html",
        {
            "waiting": queries.waiting_for_coordinator(request.user),
            "names": queries.names_waiting(request.user),
        },
    )


@login_required
@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.visible_to(request.user), pk=pk)
    memberships.confirm_membership(by=request.user, membership=membership)
    messages.success(request, _("Confirmed: %(name)s.") % {"name": membership.person.full_name})
    return back_to_list(request)


@login_required
def refuse(request: MemberRequest, pk: int) -> HttpResponse:
    """Refuse, with a reason that the person reads."""
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).select_related("person", "position"), pk=pk
    )
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        memberships.refuse_membership(by=request.user, membership=membership, **form.cleaned_data)
        messages.success(request, _("Refused: %(name)s.") % {"name": membership.person.full_name})
        return back_to_list(request)
    verdict = access.can_decide(request.user, membership)
    return render(
        request,
        "people/refuse.html",
        {"form": form, "membership": membership, "verdict": verdict},
    )


@login_required
@require_POST
def accept_name(request: MemberRequest, pk: int) -> HttpResponse:
    change = get_object_or_404(NameChange.objects.visible_to(request.user).distinct(), pk=pk)
    name_changes.accept_name(by=request.user, change=change)
    messages.success(request, _("The name is changed: %(name)s.") % {"name": change.new_name})
    return back_to_list(request)


@login_required
def refuse_name(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave a name as it was, with a reason that the person reads."""
    change = get_object_or_404(NameChange.objects.visible_to(request.user).distinct(), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name_changes.refuse_name(by=request.user, change=change, **form.cleaned_data)
        messages.success(request, _("The name stays: %(name)s.") % {"name": change.old_name})
        return back_to_list(request)
    verdict = access.can_decide_name(request.user, change)
    return render(
        request, "people/refuse_name.html", {"form": form, "change": change, "verdict": verdict}
    )


@coordinators_only
def describe(request: MemberRequest, code: str = "") -> HttpResponse:
    """How many people live here, with which a case of this municipality begins."""
    mine = Municipality.objects.filter(pk__in=request.user.coordinated_municipality_ids)
    municipality = get_object_or_404(mine, code=code) if code else mine.first()
    if municipality is None:
        raise Http404
    form = DescribeForm(request.POST or None, initial=model_to_dict(municipality))
    if request.method == "POST" and form.is_valid():
        try:
            describe_municipality(by=request.user, municipality=municipality, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Kept. New cases of your municipality begin with it."))
            return redirect("municipality_page", municipality.code)
    context = {
        "form": form,
        "municipality": municipality,
        "others": mine.exclude(pk=municipality.pk),
    }
    return render(request, "people/describe.html", context)


@never_cache
@coordinators_only
def invite(request: MemberRequest) -> HttpResponse:
    """Make an invitation, and see those made before. The code is shown this once."""
    form = InviteForm(request.POST or None, coordinator=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made, code = invitations.invite(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            if made.sent_to:
                messages.success(request, _("Sent to %(address)s.") % {"address": made.sent_to})
                return redirect("municipality_invitations")
            link = invitations.link_of(code, get_language() or "ky")
            return render(
                request,
                "people/invitation_made.html",
                {
                    "invitation": made,
                    "code": codes.for_reading(code),
                    "link": link,
                    "picture": segno.make(link, error="m").svg_data_uri(scale=4, border=2),
                },
            )
    return render(
        request,
        "people/invitations.html",
        {"form": form, "invitations": queries.invitations_of(request.user)[:100]},
    )


@login_required
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    invitations.withdraw(by=request.user, invitation=invitation)
    messages.success(request, _("The invitation no longer works."))
    coordinates = access.sees_municipality_pages(request.user)
    return redirect("municipality_invitations" if coordinates else "programme")


@coordinators_only
def staff(request: MemberRequest) -> HttpResponse:
    """Who works here."""
    return render(request, "people/staff.html", {"staff": queries.staff_of(request.user)})


@coordinators_only
def member(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """One of the staff: how to reach them, a code to come back, the end of their work here."""
    membership = get_object_or_404(queries.staff_of(request.user), person__uuid=uuid)
    return render(
        request,
        "people/member.html",
        {
            "membership": membership,
            "person": membership.person,
            "can_make_code": access.can_make_return_code(request.user, membership.person),
            "can_end": access.can_end(request.user, membership),
        },
    )


@never_cache
@coordinators_only
@require_POST
def return_code(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Make a code to come back, shown this once: to print, or to read out."""
    membership = get_object_or_404(queries.staff_of(request.user), person__uuid=uuid)
    code = recovery.make_return_code(by=request.user, person=membership.person)
    return render(
        request,
        "people/return_code.html",
        {"person": membership.person, "code": codes.for_reading(code)},
    )


@login_required
@require_POST
def end(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """The end of somebody's work; managers say it too, since not every municipality has a coordinator."""
    coordinates = access.sees_municipality_pages(request.user)
    if not coordinates and not request.user.is_manager:
        raise Http404
    open_now = Membership.objects.open().confirmed().visible_to(request.user)
    membership = get_object_or_404(open_now.select_related("person"), person__uuid=uuid)
    memberships.end_membership(by=request.user, membership=membership)
    messages.success(
        request, _("%(name)s no longer works here.") % {"name": membership.person.full_name}
    )
    if membership.municipality_id in request.user.coordinated_municipality_ids:
        return redirect("municipality_people")
    if request.user.is_manager:
        return redirect("programme_person", uuid=uuid)
    return redirect("profile")
