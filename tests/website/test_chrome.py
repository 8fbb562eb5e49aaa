"""The band on top of every page: where somebody is, what there is for them, and the same page in other languages."""

from collections.abc import Callable

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from lms.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "in_russian"),
    [
        ("/ky/courses/?t=waste&l=ky", "/ru/courses/?t=waste&amp;l=ky"),
        ("/en/help/learner/", "/ru/help/learner/"),
        ("/ky/", "/ru/"),
        ("/en/nonsense/?a=%22%3E", "/ru/nonsense/?a=%22%3E"),
    ],
)
def test_another_language_is_the_same_page_with_the_same_query(
    client: Client, address: str, in_russian: str
):
    html = client.get(address).content.decode()
    assert f'<a href="{in_russian}" lang="ru" hreflang="ru">' in html


def test_the_menu_says_in_which_part_somebody_is(client: Client):
    html = client.get("/en/courses/").content.decode()
    assert '<a href="/en/courses/" aria-current="true">Courses</a>' in html
    assert 'aria-current="true">Courses' not in client.get("/en/help/").content.decode()


@pytest.mark.parametrize(
    ("somebody", "entries"),
    [
        (make.learner, set()),
        (make.person, set()),
        (make.coordinator, {"Municipality"}),
        (make.trainer, {"Authoring"}),
        (make.moderator, set()),
        (make.manager, {"Programme"}),
        (make.admin, {"Programme", "Authoring"}),
    ],
)
def test_the_menu_has_what_a_role_opens_and_nothing_else(
    client: Client, somebody: Callable[[], Person], entries: set[str]
):
    client.force_login(somebody())
    html = client.get("/en/help/").content.decode()
    offered = {
        word for word in ("Municipality", "Programme", "Authoring") if f">{word}</a></li>" in html
    }
    assert offered == entries
    assert ">My learning</a>" in html
    assert ">Sign out</button>" in html


def test_a_visitor_is_offered_to_sign_in_and_no_place_of_their_own(client: Client):
    html = client.get("/en/help/").content.decode()
    assert 'href="/en/accounts/login/">Sign in' in html
    assert "My learning" not in html
    assert "Sign out" not in html


def test_the_chrome_asks_once_for_the_person_the_roles_and_the_notices(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
):
    client.force_login(make.coordinator())
    client.get("/en/help/")  # the session comes from the cache from now on
    with django_assert_max_num_queries(3):
        client.get("/en/help/")


def test_what_is_kept_is_kept_for_the_facts_that_it_was_drawn_with():
    filters = Template(
        '{% load chrome %}{% kept "forum/filters.html" show="" is_member=is_member %}'
    )

    def drawn(*, is_member: bool) -> str:
        return filters.render(Context({"is_member": is_member}))

    for _ in range(2):  # the second time it is kept
        assert "?show=mine" in drawn(is_member=True)
        assert "?show=mine" not in drawn(is_member=False)
        with translation.override("ky"):
            assert "Окула электер" in drawn(is_member=True)
