"""What colleagues may know of each other, and everybody of a municipality."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import CharField, DateField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from lms import clock
from lms.beside import links_beside, sections_of
from lms.people import access
from lms.people.models import Municipality, Person
from lms.people.views.requests import MemberRequest
from lms.prepared import Prepared

PLACE = Prepared(
    lambda code, day: (
        Municipality.objects.on(day).filter(code=code).select_related("district__region")
    ),
    code=CharField(),
    day=DateField(),
)


@login_required
@never_cache
def person(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Name, municipality and position of a colleague; for whoever may not see them the page is not there."""
    seen = Person.objects.filter(access.profiles_visible_to(request.user))
    return render(request, "people/colleague.html", {"person": get_object_or_404(seen, uuid=uuid)})


def municipality(request: HttpRequest, code: str) -> HttpResponse:
    """Which municipality it is; its staff only for those who may see their profiles."""
    place = PLACE.first(code=code, day=clock.today())
    if place is None:
        raise Http404
    # Both conditions in one filter: of the same membership.
    staff = Person.objects.filter(
        access.profiles_visible_to(request.user), memberships__municipality=place
    )
    groups = links_beside("municipality", place.pk, request.user)
    facts = {
        "municipality": place,
        "staff": staff,
        "groups": groups,
        "sections": sections_of("municipality", place, request.user),
    }
    return render(request, "people/municipality.html", facts)
