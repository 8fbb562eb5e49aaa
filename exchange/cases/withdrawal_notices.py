"""Whose case was withdrawn hears of it, and who does what it told."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from exchange.cases.models import Adoption, AdoptionStep, Case
from exchange.cases.owners import owners_of
from lms.notifications import telling
from lms.notifications.kinds import Kind, Told, register, told_of
from lms.notifications.models import Way
from lms.people.models import Membership, Person

# Its words are gone with it; the page keeps its title.
_TITLE = Page.objects.filter(pk=OuterRef("page_id")).values("title")[:1]


def _withdrawn(case: Any) -> Told:
    return Told(
        _("Withdrawn: %(title)s") % {"title": case.title},
        case.withdrawn_because,
        reverse("case", args=[case.slug]),  # which says why, and what there is instead
    )


WITHDRAWN = Kind(
    name="cases.withdrawn",
    group=gettext_lazy("Cases"),
    label=gettext_lazy("Withdrawn cases"),
    about=gettext_lazy(
        "A case of yours, or one that your municipality took up, was withdrawn from the library."
    ),
    way=Way.AT_ONCE,
    describe=told_of(
        Case.objects.filter(withdrawn_at__isnull=False).annotate(title=Subquery(_TITLE)),
        _withdrawn,
    ),
)


def register_kind() -> None:
    """Join it."""
    register(WITHDRAWN)


def tell_of_withdrawal(case: Case, by: Person) -> None:
    """Its owners, and in each municipality that took it up those who told of it, or its coordinators."""
    people = set(owners_of(case))
    for adoption in case.adoptions.select_related("municipality"):
        people |= set(_followers_in(adoption))
    telling.tell(
        WITHDRAWN,
        event=f"case withdrawn:{case.pk}:{case.withdrawn_at:%Y%m%d%H%M%S%f}",
        subject=f"case_withdrawn:{case.pk}",
        people=people - {by},
    )


def _followers_in(adoption: Adoption) -> Any:
    there = Membership.objects.open().confirmed().filter(municipality=adoption.municipality_id)
    told = AdoptionStep.objects.filter(adoption=adoption).order_by().values("by")
    known = Q(pk=adoption.started_by_id) | Q(pk__in=told)
    named = Person.objects.filter(known, is_active=True, pk__in=there.order_by().values("person"))
    return named if named.exists() else adoption.municipality.coordinators()
