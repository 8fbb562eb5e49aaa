"""A manager's pages on people: who they are, where they work, what they may do, who waits."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.people import access, queries, roles
from lms.people.choices import Role
from lms.people.forms.programme import GrantForm
from lms.people.models import Membership, Person, RoleGrant
from lms.people.views.requests import MemberRequest
from lms.rules import Refusal

View = Callable[..., HttpResponse]
ON_A_PAGE = 50


def managers_only(view: View) -> View:
    """For everybody else these pages are not there."""

    @login_required
    @wraps(view)
    def guarded(request: MemberRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_manager:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@managers_only
def people(request: MemberRequest) -> HttpResponse:
    """Find people by name, number or address, and by role."""
    words, role = request.GET.get("q", "")[:200], request.GET.get("role", "")
    found = queries.people_found(words, role if role in Role.values else "")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    open_now = Membership.objects.open().filter(person__in=shown).select_related("municipality")
    in_force = RoleGrant.objects.in_force().filter(person__in=shown).select_related("municipality")
    return render(
        request,
        "people/people.html",
        {
            "page": page,
            "rows": [
                {
                    "person": person,
                    "membership": next(
                        (row for row in open_now if row.person_id == person.pk), None
                    ),
                    "roles": [row for row in in_force if row.person_id == person.pk],
                }
                for person in shown
            ],
            "words": words,
            "role": role,
            "roles": Role.choices,
        },
    )


@managers_only
def person(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Somebody: memberships, roles, and what was done about them; give a role."""
    found = get_object_or_404(Person, uuid=uuid)
    form = GrantForm(request.POST or None, by=request.user, person=found)
    if request.method == "POST" and form.is_valid():
        try:
            roles.grant_role(by=request.user, person=found, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The role is given."))
            return redirect("programme_person", uuid=uuid)
    grants = found.role_grants.in_force().select_related("municipality", "granted_by")
    return render(
        request,
        "people/person.html",
        {
            "person": found,
            "memberships": found.memberships.select_related(
                "municipality", "position", "confirmed_by", "refused_by"
            ).order_by("-started_on", "-pk"),
            "grants": [
                (grant, access.can_grant(request.user, Role(grant.role), found)) for grant in grants
            ],
            "form": form,
            "is_me": found == request.user,
            "records": found.audit_records.select_related("by")[:20],
        },
    )


@managers_only
@require_POST
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(RoleGrant.objects.in_force().select_related("person"), pk=pk)
    roles.revoke_role(by=request.user, grant=grant)
    messages.success(request, _("The role is taken off."))
    return redirect("programme_person", uuid=grant.person.uuid)


@managers_only
def waiting(request: MemberRequest) -> HttpResponse:
    """Those on whom managers may decide: no coordinator, or nobody acted for 7 days."""
    return render(
        request,
        "people/waiting.html",
        {
            "waiting": queries.waiting_for_managers(request.user),
            "names": queries.names_waiting(request.user),
            "is_programme": True,
        },
    )
