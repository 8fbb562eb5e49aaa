"""Whom the demonstration has, so that each task can be tried."""

import pytest

from lms import clock
from lms.people.access import can_make_return_code
from lms.people.models import Membership, Person
from lms.people.queries import waiting_for_coordinator
from lms.website.demo.people import PEOPLE, TEPLOKLYUCHENKA, everybody, seed_people

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_its_coordinator_has_somebody_to_decide_about_and_somebody_who_needs_a_code():
    seed_people(clock.now())
    assert Person.objects.count() == len(everybody()) == PEOPLE + 1
    coordinator = Person.objects.get(email="coordinator@demo.kg")
    assert waiting_for_coordinator(coordinator).count() > 1
    staff = Membership.objects.open().confirmed().filter(municipality__code=TEPLOKLYUCHENKA)
    by_phone = Person.objects.filter(memberships__in=staff, email=None)
    assert [bool(can_make_return_code(coordinator, each)) for each in by_phone] == [True]
