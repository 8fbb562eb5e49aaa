"""Whoever decides on a membership hears that somebody waits: once, in their language, and never by the hundred."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from lms.notifications.models import Notice
from lms.people.choices import Role
from lms.people.invitations import accept, invite
from lms.people.membership import (
    ask_membership,
    confirm_membership,
    end_membership,
    move,
    refuse_membership,
)
from lms.people.models import Municipality, Person
from lms.people.roles import grant_role, revoke_role
from tests import make
from tests.notices import Said, said_of

pytestmark = pytest.mark.django_db


def told() -> list[Said]:
    return said_of("membership-waits:")


def coordinator(place: Municipality, **facts: str) -> Person:
    """A coordinator who reads mail."""
    made = make.learner(place, **{"email": "coordinator@example.kg"} | facts)
    grant_role(by=make.manager(), person=made, role=Role.COORDINATOR, municipality=place)
    Notice.objects.all().delete()
    return made


def manager(**facts: str) -> Person:
    made = make.person(**{"email": "manager@example.kg"} | facts)
    grant_role(by=make.admin(), person=made, role=Role.MANAGER)
    Notice.objects.all().delete()
    return made


def test_the_coordinator_is_told_in_their_language_that_somebody_waits():
    place = make.municipality("Ак-Суу")
    boss = coordinator(place, language="ky")
    make.person(municipality=place, family_name="Купите", given_name="http://bad.example")
    [message] = told()
    assert message.person == boss
    assert "Ак-Суу айыл аймагы" in message.text
    assert message.url == "/ky/municipality/waiting/"
    assert "bad.example" not in message.text  # what a stranger wrote is read on the page


def test_where_nobody_coordinates_the_managers_are_told():
    boss = manager(language="ru")
    make.person(municipality=make.municipality("Ак-Суу"))
    [message] = told()
    assert message.person == boss
    assert "Ак-Суу айылный аймак" in message.text
    assert message.url == "/ru/programme/waiting/"


def test_somebody_from_outside_waits_for_the_managers():
    boss = manager(language="en")
    make.person()
    [message] = told()
    assert message.person == boss
    assert message.url == "/en/programme/waiting/"


def test_another_municipalitys_coordinator_hears_nothing():
    boss = coordinator(make.municipality())
    make.person(municipality=make.municipality())
    assert told()  # by the managers
    assert boss not in [message.person for message in told()]


def test_who_comes_with_an_invitation_waits_for_nobody():
    place = make.municipality()
    boss = coordinator(place)
    for person in (make.person(municipality=make.municipality()), make.learner()):
        _, code = invite(by=boss, municipality=place)
        Notice.objects.all().delete()
        accept(person=person, code=code, position=make.position())
    assert told() == []


def test_a_new_position_in_the_same_municipality_waits_for_nobody():
    place = make.municipality()
    coordinator(place)
    person = make.learner(place)
    Notice.objects.all().delete()
    move(person=person, municipality=place, position=make.position("head"))
    assert told() == []


def test_who_asks_ten_times_in_a_day_is_heard_of_once():
    place = make.municipality()
    boss = coordinator(place)
    person = make.person(municipality=place)
    for _ in range(9):
        end_membership(by=person, membership=make.membership_of(person))
        ask_membership(person=person, municipality=place, position=make.position())
    refuse_membership(by=boss, membership=make.membership_of(person), because="Не работает.")
    ask_membership(person=person, municipality=place, position=make.position())
    assert len(told()) == 1


def test_two_who_wait_are_two_messages():
    place = make.municipality()
    coordinator(place)
    make.person(municipality=place)
    make.person(municipality=place)
    assert len(told()) == 2


def test_an_address_that_nobody_has_shown_to_be_theirs_troubles_nobody(client: Client):
    place = make.municipality()
    coordinator(place)
    person = make.person(
        municipality=place, email="maybe@example.kg", email_is_verified=False, language="ky"
    )
    assert told() == []
    # With the address, the person is let in: now they wait.
    EmailAddress.objects.get(user=person).set_verified()
    for _ in range(2):
        client.post(
            reverse("account_login"), {"login": "maybe@example.kg", "password": make.PASSWORD}
        )
        client.post(reverse("account_logout"))
    assert len(told()) == 1


def test_who_is_confirmed_reads_the_place_in_their_own_language():
    place = make.municipality("Ак-Суу")
    make.learner(place, email="a@example.kg", language="ky")
    [message] = said_of("membership-confirmed")
    assert "Ак-Суу айыл аймагы" in message.text


def test_what_has_been_decided_waits_for_nobody_and_what_is_asked_again_does():
    place = make.municipality()
    boss = coordinator(place)
    person = make.person(municipality=place)
    refuse_membership(by=boss, membership=make.membership_of(person), because="Не работает.")
    assert told() == []
    ask_membership(person=person, municipality=place, position=make.position())
    assert [each.person for each in told()] == [boss]
    confirm_membership(by=boss, membership=make.membership_of(person))
    assert told() == []


def test_who_does_not_coordinate_any_more_hears_nothing_more_of_who_waits():
    place = make.municipality()
    boss = coordinator(place)
    make.person(municipality=place)
    assert boss in [each.person for each in told()]
    revoke_role(by=make.manager(), grant=boss.role_grants.get())
    assert boss not in [each.person for each in told()]
