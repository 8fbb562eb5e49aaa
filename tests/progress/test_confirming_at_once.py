"""Somebody completes a course while their municipality confirms them, on PostgreSQL."""

import pytest

from courses.progress.enrolment import enrol
from courses.progress.models import Enrolment
from lms.people.membership import confirm_membership
from lms.people.models import Membership
from tests import make, make_courses, threads

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_who_confirms_waits_for_whoever_completes_and_both_are_done():
    """They lock the round, then the memberships; locked the other way round, each waited for the other."""
    place = make.municipality()
    learner, coordinator = make.person(municipality=place), make.coordinator(place)
    enrol(person=learner, course_key=make_courses.course().key)
    membership = make.membership_of(learner)
    threads.while_held(
        Enrolment.objects.filter(person=learner),
        lambda: confirm_membership(by=coordinator, membership=membership),
        then=Membership.objects.filter(person=learner),
    )
    membership.refresh_from_db()
    assert membership.confirmed_at
