"""Whose a published case is: the people who are told of what happens to it, and say whether it is still true."""

from django.db.models import Q, QuerySet

from exchange.cases.models import Case, CaseDraft
from lms.people.models import Membership, Person


def owners_of(case: Case) -> QuerySet[Person]:
    """Who wrote it and whom it names for questions, if they still work there; else the municipality's coordinators."""
    there = Membership.objects.open().confirmed().filter(municipality=case.municipality_id)
    drafts = CaseDraft.objects.filter(key=case.key, municipality=case.municipality_id).order_by()
    known = (
        Q(pk__in=drafts.values("started_by"))
        | Q(pk__in=drafts.filter(co_authors__isnull=False).values("co_authors__person"))
        | Q(pk=case.contact_person_id)
    )
    named = Person.objects.filter(known, is_active=True, pk__in=there.order_by().values("person"))
    return named if named.exists() else case.municipality.coordinators()
