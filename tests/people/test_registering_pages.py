"""The pages by which somebody registers and signs in, without JavaScript."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from lms.notifications.models import OutgoingMessage
from lms.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


def typed(**changes):
    facts = {
        "family_name": "Токтосунова",
        "given_name": "Айгүл",
        "patronymic": "",
        "phone": "0700 123 456",
        "email": "",
        "municipality": str(make.municipality("Теплоключенка").pk),
        "position": str(make.position().pk),
        "sex": "f",
        "password1": make.PASSWORD,
        "consent": "on",
    }
    return facts | changes


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """What has been written to somebody: codes are read off the rows."""
    return lambda: OutgoingMessage.objects.order_by("pk")


def code_of(message: OutgoingMessage) -> str:
    found = re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b|\b\d{6}\b", message.text)
    assert found, message.text
    return found.group()


def test_somebody_registers_by_phone_and_is_in_after_the_code(client: Client, sent):
    answer = client.post("/ky/accounts/signup/", typed())
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"] == "/ky/accounts/phone/verify/"
    message = sent().get()
    assert (message.channel, message.recipient, message.is_secret) == ("sms", "+996700123456", True)
    answer = client.post("/ky/accounts/phone/verify/", {"code": code_of(message)}, follow=True)
    person = Person.objects.get()
    assert answer.wsgi_request.user == person
    assert person.phone_verified_at
    assert person.language == "ky"
    assert make.membership_of(person)
    assert make.membership_of(person).municipality


def test_somebody_registers_by_email_and_is_in_after_the_code(client: Client, sent):
    answer = client.post("/ru/accounts/signup/", typed(phone="", email="Aigul@Example.kg"))
    assert answer.status_code == 302, answer.context["form"].errors
    message = sent().get()
    assert (message.channel, message.recipient) == ("mail", "aigul@example.kg")
    answer = client.post(answer["Location"], {"code": code_of(message)}, follow=True)
    assert answer.wsgi_request.user == Person.objects.get()
    assert EmailAddress.objects.get().verified


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(client: Client):
    answer = client.post("/en/accounts/signup/", typed(phone="0700 12 34", municipality=""))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("The phone number is missing digits.") == 2
    assert page.count("Choose a municipality from the list.") == 2
    assert 'value="0700 12 34"' in page
    assert 'value="Токтосунова"' in page
    assert not Person.objects.exists()


def test_a_stranger_is_not_told_whose_number_or_address_is_taken(client: Client, sent):
    make.person(phone="0700123456")
    make.person(email="taken@example.kg")
    answer = client.post("/ru/accounts/signup/", typed())
    assert answer["Location"] == "/ru/accounts/phone/verify/"
    answer = Client().post("/ru/accounts/signup/", typed(phone="", email="taken@example.kg"))
    assert answer["Location"] == "/ru/accounts/confirm-email/"
    assert Person.objects.count() == 2
    assert [message.is_secret for message in sent()] == [False, False]


@pytest.mark.parametrize("login", ["0555 12-34-56", "+996555123456", "A@example.kg"])
def test_somebody_signs_in_by_any_spelling(client: Client, login):
    person = make.person(phone="0555123456", email="a@example.kg")
    facts = {"login": login, "password": make.PASSWORD}
    answer = client.post("/ru/accounts/login/", facts, follow=True)
    assert answer.wsgi_request.user == person


def test_wrong_passwords_for_one_number_do_not_lock_another(client: Client):
    make.person(phone="0555000001")
    other = make.person(phone="0555000002")
    for _time in range(6):
        client.post("/ru/accounts/login/", {"login": "0555000001", "password": "wrong"})
    facts = {"login": "0555000001", "password": make.PASSWORD}
    assert client.post("/ru/accounts/login/", facts).status_code == 200  # locked, though right
    facts = {"login": "0555000002", "password": make.PASSWORD}
    assert client.post("/ru/accounts/login/", facts, follow=True).wsgi_request.user == other


def test_who_registers_a_number_twice_at_once_waits_for_the_first_sms(client: Client, sent):
    client.post("/ru/accounts/signup/", typed())
    answer = Client().post("/ru/accounts/signup/", typed())
    assert answer.status_code == 429
    assert sent().count() == 1
