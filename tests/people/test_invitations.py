"""A coordinator invites; whoever brings the code is confirmed at once, and nobody after them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from lms.notifications.models import OutgoingMessage
from lms.people.codes import for_reading
from lms.people.invitations import (
    AlreadyThere,
    InvitationUnknown,
    NoSmsHere,
    NotAnAddress,
    OwnInvitation,
    accept,
    invite,
    withdraw,
)
from lms.people.models import Invitation, Membership
from lms.people.roles import revoke_role
from lms.rules import NotAllowed
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.municipality()


@pytest.fixture
def coordinator(place):
    return make.coordinator(place)


def test_an_invitation_confirms_at_once(place, coordinator):
    _invitation, code = invite(by=coordinator, municipality=place)
    person = make.person(invitation_code=code)
    assert person.confirmed_municipality_id == place.pk
    assert make.membership_of(person).confirmed_by == coordinator
    assert Invitation.objects.get().used_by == person


def test_of_the_code_only_a_hash_is_kept(place, coordinator):
    invitation, code = invite(by=coordinator, municipality=place)
    assert code not in str(vars(invitation))
    assert len(code) == 16


def test_it_works_however_it_is_typed_and_once(place, coordinator):
    _invitation, code = invite(by=coordinator, municipality=place)
    make.person(invitation_code=for_reading(code).replace(" ", " - "))
    with pytest.raises(InvitationUnknown):
        make.person(invitation_code=code)


def test_after_fourteen_days_or_when_withdrawn_it_does_not_work(place, coordinator):
    invitation, code = invite(by=coordinator, municipality=place)
    assert invitation.expires_at - invitation.created_at == timedelta(days=14)
    Invitation.objects.update(
        created_at=timezone.now() - timedelta(days=15),
        expires_at=timezone.now() - timedelta(days=1),
    )
    with pytest.raises(InvitationUnknown):
        make.person(invitation_code=code)
    invitation, code = invite(by=coordinator, municipality=place)
    withdraw(by=coordinator, invitation=invitation)
    with pytest.raises(InvitationUnknown):
        make.person(invitation_code=code)


def test_a_used_invitation_cannot_be_withdrawn(place, coordinator):
    invitation, code = invite(by=coordinator, municipality=place)
    make.person(invitation_code=code)
    with pytest.raises(NotAllowed):
        withdraw(by=coordinator, invitation=invitation)


def test_only_coordinators_of_the_place_and_managers_invite(place, coordinator):
    for stranger in (make.learner(place), make.coordinator(), make.trainer()):
        with pytest.raises(NotAllowed):
            invite(by=stranger, municipality=place)
    assert invite(by=make.manager(), municipality=place)


def test_the_invitation_of_a_former_coordinator_does_not_work(place, coordinator):
    _invitation, code = invite(by=coordinator, municipality=place)
    revoke_role(by=make.manager(), grant=coordinator.role_grants.get())
    with pytest.raises(InvitationUnknown):
        make.person(invitation_code=code)


def test_nobody_invites_themselves(place):
    manager = make.manager()
    _invitation, code = invite(by=manager, municipality=place)
    with pytest.raises(OwnInvitation):
        accept(person=manager, code=code, position=make.position())


def test_somebody_with_an_account_moves_by_an_invitation(place, coordinator):
    person = make.learner()
    _invitation, code = invite(by=coordinator, municipality=place)
    new = accept(person=person, code=code, position=make.position())
    assert person.confirmed_municipality_id == place.pk
    assert Membership.objects.exclude(pk=new.pk).get(person=person).ended_on == new.started_on


def test_who_waits_there_already_is_confirmed_by_the_invitation(place, coordinator):
    person = make.person(municipality=place)
    _invitation, code = invite(by=coordinator, municipality=place)
    assert accept(person=person, code=code, position=make.position()) == make.membership_of(person)
    assert person.confirmed_membership


def test_who_is_confirmed_there_leaves_the_invitation_to_a_colleague(place, coordinator):
    _invitation, code = invite(by=coordinator, municipality=place)
    with pytest.raises(AlreadyThere):
        accept(person=make.learner(place), code=code, position=make.position())
    assert make.person(invitation_code=code).confirmed_membership


def test_sent_to_an_address_the_code_is_in_the_message_and_secret(place, coordinator):
    _invitation, code = invite(by=coordinator, municipality=place, sent_to="New@Example.kg")
    message = OutgoingMessage.objects.get(recipient="new@example.kg")
    assert f"/invitation/{code}/" in message.text
    assert message.is_secret
    with pytest.raises(NotAnAddress):
        invite(by=coordinator, municipality=place, sent_to="the new one")


def test_without_sms_no_invitation_is_sent_to_a_number(place, coordinator, settings):
    settings.SMS_SENDER = "none"
    with pytest.raises(NoSmsHere):
        invite(by=coordinator, municipality=place, sent_to="0700 123 456")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_use_one_invitation_at_once_one_gets_in():
    coordinator = make.coordinator(place := make.municipality())
    people = [make.person() for _ in range(20)]
    position = make.position()
    _invitation, code = invite(by=coordinator, municipality=place)

    def use(person) -> bool:
        try:
            accept(person=person, code=code, position=position)
        except InvitationUnknown:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(use, people)) == 1
    here = Membership.objects.confirmed().filter(municipality=place).exclude(person=coordinator)
    assert here.get().person == Invitation.objects.get().used_by
