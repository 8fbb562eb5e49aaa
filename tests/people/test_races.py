"""Two acts on one person at once, on PostgreSQL: one waits for the other, and never both in a circle."""

import pytest

from courses.certificates.models import CertificateIssue, NumberCounter
from courses.progress.models import CourseCompletion
from lms.people.invitations import accept, invite
from lms.people.membership import ask_membership, confirm_membership, end_membership, move
from lms.people.models import Membership, Person
from tests import make
from tests.certificates.courses import a_course, certify, complete
from tests.certificates.test_races import pressing_the_last_button
from tests.threads import while_held

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def with_a_former_place() -> Person:
    """Somebody with two courses, one completed, who waits for their second place to be confirmed."""
    person = make.learner()
    end_membership(by=person, membership=make.membership_of(person))
    ask_membership(person=person, municipality=make.municipality(), position=make.position())
    complete(person, a_course())
    return person


def test_who_moves_while_their_certificate_is_issued_does_both():
    certify(make.learner())  # so that the year's numbers are being counted
    learner, elsewhere = make.learner(), make.municipality()
    while_held(
        NumberCounter.objects.all(),
        pressing_the_last_button(learner, a_course()),
        lambda: move(person=learner, municipality=elsewhere, position=make.position()),
    )
    assert CertificateIssue.objects.filter(person=learner).count() == 1
    assert Membership.objects.open().get(person=learner).municipality == elsewhere


def test_who_is_confirmed_while_completing_a_course_gets_both_certificates():
    person, boss = with_a_former_place(), make.manager()
    membership = make.membership_of(person)
    while_held(
        Membership.objects.filter(person=person).exclude(ended_on=None),
        pressing_the_last_button(person, a_course()),
        lambda: confirm_membership(by=boss, membership=membership),
    )
    assert CertificateIssue.objects.count() == CourseCompletion.objects.count() == 2


def test_who_brings_an_invitation_while_completing_a_course_gets_both_certificates():
    person = with_a_former_place()
    place = make.membership_of(person).municipality
    assert place
    _invitation, code = invite(by=make.coordinator(place), municipality=place)
    while_held(
        Membership.objects.filter(person=person).exclude(ended_on=None),
        pressing_the_last_button(person, a_course()),
        lambda: accept(person=person, code=code, position=make.position()),
    )
    assert CertificateIssue.objects.count() == CourseCompletion.objects.count() == 2
