"""A refusal that no form has caught is said where it happened: on the page, or to the script that asked."""

from uuid import uuid4

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db
LESSON = f"/en/my/lessons/{uuid4()}/complete/"  # of nothing that is published
PAGE = "http://testserver/en/courses/?t=waste"


@pytest.fixture
def learner(client: Client) -> Client:
    client.force_login(make.learner())
    return client


def test_it_is_shown_on_the_page_it_came_from(learner: Client):
    answer = learner.post(LESSON, headers={"referer": PAGE})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert '<div class="note warn"><p>' in learner.get(PAGE).content.decode()


@pytest.mark.parametrize("before", ["https://evil.example/", "//evil.example", ""])
def test_nobody_is_sent_to_another_site(learner: Client, before: str):
    answer = learner.post(LESSON, headers={"referer": before})
    assert answer["Location"] == "/en/"


def test_a_script_gets_the_sentence(learner: Client):
    answer = learner.post(LESSON, headers={"accept": "application/json", "referer": PAGE})
    assert answer.status_code == 409
    assert answer.json()["message"]
    assert "note warn" not in learner.get(PAGE).content.decode()


def test_htmx_goes_back_to_the_page_instead_of_putting_it_inside_itself(learner: Client):
    answer = learner.post(LESSON, headers={"hx-request": "true", "referer": PAGE})
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == PAGE
    assert '<div class="note warn"><p>' in learner.get(PAGE).content.decode()
