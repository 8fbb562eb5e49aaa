"""Whose a published case is, and who does it after: the people who are told of what happens to it."""

from django.db.models import Q, QuerySet

from exchange.cases import access
from exchange.cases.models import Adoption, Case, CaseDraft, CaseText
from lms.people.models import Membership, Municipality, Person


def text_of_own(person: Person, slug: str, language: str) -> CaseText | None:
    """The published case at the address, for those whose it is; None for everybody else."""
    texts = CaseText.objects.visible_to(person).filter(language=language, case__slug=slug)
    text = texts.select_related("case").first()
    return text if text and access.can_revise(person, text.case) else None


def owners_of(case: Case) -> QuerySet[Person]:
    """Who wrote it and whom it names for questions, if they still work there; else the municipality's coordinators.

    They say whether it is still true.
    """
    drafts = CaseDraft.objects.filter(key=case.key, municipality=case.municipality_id).order_by()
    known = (
        Q(pk__in=drafts.values("started_by"))
        | Q(pk__in=drafts.filter(co_authors__isnull=False).values("co_authors__person"))
        | Q(pk=case.contact_person_id)
    )
    return _who_work_in(case.municipality, known)


def followers_of(adoption: Adoption) -> QuerySet[Person]:
    """Who took it up or told how it goes, if they still work there; else the coordinators of their municipality."""
    known = Q(pk=adoption.started_by_id) | Q(pk__in=adoption.steps.order_by().values("by"))
    return _who_work_in(adoption.municipality, known)


def _who_work_in(place: Municipality, known: Q) -> QuerySet[Person]:
    there = Membership.objects.open().confirmed().filter(municipality=place.pk)
    named = Person.objects.filter(known, is_active=True, pk__in=there.order_by().values("person"))
    return named if named.exists() else place.coordinators()
