"""On a shared phone, and behind a shared proxy, nobody finds the pages of whoever was there before."""

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/ru/my/profile/", "/ru/my/certificates/"])
def test_pages_about_a_person_are_kept_by_nobody(client: Client, address: str):
    client.force_login(make.learner())
    assert "no-store" in client.get(address)["Cache-Control"]


def test_pages_about_staff_are_kept_by_nobody(client: Client):
    client.force_login(make.coordinator())
    for address in ("/ru/municipality/", "/ru/municipality/people/", "/ru/municipality/waiting/"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_other_pages_are_the_reader_s_own(client: Client):
    assert not client.get("/ru/courses/").has_header("Cache-Control")
    client.force_login(make.learner())
    assert client.get("/ru/courses/")["Cache-Control"] == "private, no-cache"
