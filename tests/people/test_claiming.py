"""Somebody registers with an address that is not theirs: its owner is not kept out, and nobody gets in by it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from lms.notifications.models import OutgoingMessage
from lms.people.models import AuditRecord, Membership, Person
from lms.people.registration import AlreadyRegistered
from lms.people.roles import appoint_administrator
from tests import make
from tests.people.test_registering_pages import typed

pytestmark = pytest.mark.django_db
PHONE = "+996700123456"


def code_in(message: OutgoingMessage | None) -> str:
    assert message
    found = re.search(r"\b\d{6}\b", message.text)
    assert found
    return found.group()


def last_sent() -> OutgoingMessage | None:
    return OutgoingMessage.objects.order_by("-pk").first()


def test_a_number_that_nobody_has_shown_to_be_theirs_goes_to_its_owner(client: Client):
    stranger = Client()
    stranger.post("/ky/accounts/signup/", typed(family_name="Чужой", password1="strangers-word-1"))
    first = Person.objects.get()
    cache.clear()  # later: a number gets one code in half a minute
    answer = client.post("/ky/accounts/signup/", typed())
    assert answer.headers["Location"] == "/ky/accounts/phone/verify/"
    code = code_in(last_sent())
    answer = client.post("/ky/accounts/phone/verify/", {"code": code}, follow=True)
    owner = Person.objects.get(phone=PHONE)
    assert answer.wsgi_request.user == owner
    assert (owner.family_name, bool(owner.phone_verified_at)) == ("Токтосунова", True)
    first.refresh_from_db()
    assert (first.phone, first.is_active) == (None, False)
    assert not Membership.objects.open().filter(person=first).exists()
    assert AuditRecord.objects.get(act="address given up").about == first
    # The stranger, still at the form for the code, gets nowhere with it.
    answer = stranger.post("/ky/accounts/phone/verify/", {"code": code}, follow=True)
    assert not answer.wsgi_request.user.is_authenticated
    facts = {"login": "0700123456", "password": "strangers-word-1"}
    answer = stranger.post("/ky/accounts/login/", facts, follow=True)
    assert not answer.wsgi_request.user.is_authenticated
    owner.refresh_from_db()
    assert owner.phone == PHONE


def test_an_address_that_nobody_has_shown_to_be_theirs_goes_to_its_owner(client: Client):
    mail = {"phone": "", "email": "owner@example.kg"}
    Client().post("/ru/accounts/signup/", typed(family_name="Чужой", **mail))
    cache.clear()  # later: an address gets one code in three minutes
    client.post("/ru/accounts/signup/", typed(**mail))
    code = code_in(last_sent())
    answer = client.post("/ru/accounts/confirm-email/", {"code": code}, follow=True)
    assert answer.wsgi_request.user == Person.objects.get(email="owner@example.kg")
    assert EmailAddress.objects.get().verified


def test_an_account_keeps_the_other_of_its_two_addresses():
    first = make.person(phone=PHONE, email="first@example.kg", phone_is_verified=False)
    make.person(phone=PHONE)
    first.refresh_from_db()
    assert (first.phone, first.email, first.is_active) == (None, "first@example.kg", True)


@pytest.mark.parametrize("shown", ["verified", "been in", "has a role"])
def test_what_is_held_is_not_given_up(shown: str):
    holder = make.person(phone=PHONE, phone_is_verified=shown == "verified")
    if shown == "been in":
        Client().force_login(holder)
    elif shown == "has a role":
        appoint_administrator(person=holder)
    with pytest.raises(AlreadyRegistered):
        make.person(phone=PHONE)
    holder.refresh_from_db()
    assert (holder.phone, holder.is_active) == (PHONE, True)


def test_no_code_leads_into_an_account_whose_number_nobody_has_shown(client: Client):
    Client().post("/ky/accounts/signup/", typed(family_name="Чужой"))
    client.post("/ky/accounts/login/code/", {"phone": "0700 123 456"})
    message = last_sent()
    assert message
    assert not message.is_secret
    assert not re.search(r"\b\d{6}\b", message.text)


def test_who_registers_twice_in_half_a_minute_is_asked_to_wait(client: Client):
    Client().post("/ky/accounts/signup/", typed())
    first = Person.objects.get()
    assert client.post("/ky/accounts/signup/", typed()).status_code == 429
    assert Person.objects.get() == first
