"""Who is asked and told about a published case: those who wrote it, as long as they work there."""

from uuid import uuid4

import pytest

from exchange.cases.models import Case, CaseDraft, CoAuthor
from exchange.cases.owners import owners_of
from lms.people.membership import end_membership
from lms.people.models import Person
from tests import make
from tests.cases import library

pytestmark = pytest.mark.django_db


def written_by(case: Case, author: Person, *others: Person) -> None:
    """As if the case had been written here, not brought in."""
    draft = CaseDraft.objects.create(
        key=case.key,
        municipality=case.municipality,
        language="ru",
        started_by=author,
        membership=make.membership_of(author),
        client_id=uuid4(),
    )
    for other in others:
        CoAuthor.objects.create(draft=draft, person=other, added_by=author)


def test_the_authors_own_a_case_and_the_contact_does_too():
    place = make.municipality()
    coordinator = make.coordinator(place)
    author, helper, contact = (make.learner(place) for _ in range(3))
    case = library.case(place)
    assert list(owners_of(case)) == [coordinator]
    written_by(case, author, helper)
    Case.objects.filter(pk=case.pk).update(
        contact_person=contact, contact_consented_on=case.written_on
    )
    case.refresh_from_db()
    assert set(owners_of(case)) == {author, helper, contact}


def test_who_has_left_owns_nothing_there_any_more():
    place = make.municipality()
    coordinator = make.coordinator(place)
    author, helper = make.learner(place), make.learner(place)
    case = library.case(place)
    written_by(case, author, helper)
    end_membership(by=coordinator, membership=make.membership_of(author))
    assert set(owners_of(case)) == {helper}
    end_membership(by=coordinator, membership=make.membership_of(helper))
    assert set(owners_of(case)) == {coordinator}


def test_where_nobody_is_left_there_is_no_owner():
    assert list(owners_of(library.case())) == []
