"""The language of a first visit, the links that switch it, and what is remembered of it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from lms.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
COOKIE = settings.LANGUAGE_COOKIE_NAME
HERE = "http://testserver"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", "ky"),
        ("de", "ky"),
        ("de-DE,de;q=0.9,en;q=0.5", "en"),
        ("ru-RU,ru;q=0.9", "ru"),
        ("ky", "ky"),
        ("*", "ky"),
    ],
)
def test_a_first_visit_follows_the_browser_else_kyrgyz(client: Client, asked, given):
    answer = client.get("/", headers={"accept-language": asked} if asked else {})
    assert answer["Location"] == f"/{given}/"


def test_a_link_of_the_masthead_leads_to_the_same_page_in_the_other_language(client: Client):
    page = client.get("/ru/accounts/login/?next=/ru/my/profile/").content.decode()
    assert 'href="/ky/accounts/login/?next=/ru/my/profile/"' in page
    assert 'hreflang="en"' in page


def test_whoever_follows_it_is_remembered(client: Client):
    came_from = {"referer": f"{HERE}/ru/accounts/login/"}
    answer = client.get("/en/accounts/login/", headers=came_from)
    assert answer.cookies[COOKIE].value == "en"
    assert client.get("/", headers={"accept-language": "ru"})["Location"] == "/en/"


def test_a_link_from_elsewhere_changes_nothing(client: Client):
    for came_from in ({}, {"referer": "https://elsewhere.example/ru/"}):
        assert COOKIE not in client.get("/en/accounts/login/", headers=came_from).cookies
    within = {"referer": f"{HERE}/en/"}
    assert COOKIE not in client.get("/en/accounts/login/", headers=within).cookies


def test_messages_then_come_in_that_language(client: Client):
    person = make.person(language="ky")
    client.force_login(person)
    client.get("/ru/my/profile/", headers={"referer": f"{HERE}/ky/my/profile/"})
    assert Person.objects.get(pk=person.pk).language == "ru"


def sign_in(client: Client, person: Person, language: str) -> str:
    """By the form in this language; returns where it leads."""
    with override(language):
        facts = {"login": person.phone, "password": make.PASSWORD, "next": reverse("my")}
        answer = client.post(reverse("account_login"), facts)
    return str(answer["Location"])


def test_who_signs_in_on_a_new_phone_goes_on_in_the_language_chosen_elsewhere(client: Client):
    person = make.person(language="ru")
    assert sign_in(client, person, "ky") == "/ru/my/"
    assert client.get("/")["Location"] == "/ru/"


def test_what_was_chosen_on_this_phone_stays(client: Client):
    person = make.person(language="ru")
    client.cookies[COOKIE] = "ky"
    assert sign_in(client, person, "ky") == "/ky/my/"
    assert Person.objects.get(pk=person.pk).language == "ru"  # another may own the phone


def test_a_page_without_a_language_in_its_address_is_left_and_reached_again(client: Client):
    page = client.get("/dev/outbox").content.decode()
    assert 'href="/language/ky/?next=/dev/outbox"' in page
    answer = client.get("/language/ky/?next=/dev/outbox%3Fto%3Da")
    assert answer["Location"] == "/dev/outbox?to=a"
    assert answer.cookies[COOKIE].value == "ky"


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "", "javascript:1"]
)
def test_the_choice_leads_nowhere_else(client: Client, back):
    answer = client.get("/language/ru/", {"next": back})
    assert answer["Location"] == "/ru/"


def test_a_language_that_is_not_ours_is_not_remembered(client: Client):
    assert COOKIE not in client.get("/language/xx/?next=/dev/outbox").cookies
