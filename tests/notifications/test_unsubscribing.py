"""One click in a mail switches off what the mail was about: without sign-in, and nothing else."""

from typing import Any

import pytest
from django.core.signing import Signer
from django.db.models import QuerySet
from django.test import Client

from lms.notifications import kinds
from lms.notifications.models import Notice, PlacePreference, Preference, Way
from lms.notifications.preferring import prefer, prefer_in
from lms.notifications.telling import tell
from lms.notifications.unsubscribing import token_of
from lms.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def kind(name: str, way: Way) -> kinds.Kind:
    return kinds.Kind(
        name=name, group="Тест", label="Жооптор", about="Сиз окуган темада жооп.", way=way,
        describe=lambda notices: {},
    )  # fmt: skip


REPLY, NEWS = kind("test.reply", Way.AT_ONCE), kind("test.news", Way.DAILY)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room with two kinds."""
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(REPLY)
    kinds.register(NEWS)


@pytest.fixture
def person() -> Person:
    return make.person(email="reader@aiyl.example", language="ky")


def told(person: Person, of: kinds.Kind, number: int, place: str = "") -> Notice:
    tell(of, event=f"e:{number}", subject="post:1", people=[person], place=place, followed=place)
    return Notice.objects.get(person=person, event=f"e:{number}")


def as_a_mail_program(person: Person, what: str) -> Any:
    """The POST of RFC 8058: no cookie, no token, no page before it."""
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/unsubscribe/{token_of(person.pk, what)}", ONE_CLICK)


def ways(person: Person) -> QuerySet[Preference, tuple[str, str]]:
    return Preference.objects.filter(person=person).order_by("kind").values_list("kind", "way")


def test_one_post_switches_a_kind_off_and_twice_is_once(person: Person):
    waiting = told(person, REPLY, 1)
    for _ in range(2):
        assert as_a_mail_program(person, "kind:test.reply").status_code == 200
    assert list(ways(person)) == [("test.reply", Way.LIST)]
    waiting.refresh_from_db()
    assert waiting.way == Way.LIST  # also what waited
    assert told(person, REPLY, 2).way == Way.LIST
    assert told(person, NEWS, 3).way == Way.DAILY


def test_a_kind_is_off_also_where_something_else_was_chosen_for_a_place(person: Person):
    prefer_in(person=person, place="topic:1", way=Way.AT_ONCE)
    as_a_mail_program(person, "kind:test.reply")
    assert told(person, REPLY, 1, place="topic:1").way == Way.LIST


def test_a_place_alone_is_switched_off(person: Person):
    as_a_mail_program(person, "place:topic:1")
    assert told(person, REPLY, 1, place="topic:1").way == Way.LIST
    assert told(person, REPLY, 2, place="topic:2").way == Way.AT_ONCE


def test_digests_are_switched_off_and_what_comes_at_once_is_not(person: Person):
    prefer_in(person=person, place="topic:1", way=Way.WEEKLY)
    prefer_in(person=person, place="topic:2", way=Way.AT_ONCE)
    waiting = told(person, REPLY, 1, place="topic:1")
    as_a_mail_program(person, "digest")
    waiting.refresh_from_db()
    assert waiting.way == Way.LIST
    assert list(ways(person)) == [("test.news", Way.LIST)]
    places = PlacePreference.objects.order_by("place").values_list("place", "way")
    assert list(places) == [("topic:1", Way.LIST), ("topic:2", Way.AT_ONCE)]


def test_a_program_that_looks_at_links_switches_nothing_off(person: Person):
    client = Client()
    address = f"/unsubscribe/{token_of(person.pk, 'kind:test.reply')}"
    for ask in (client.get, client.head):
        assert ask(address).status_code == 200
    assert not ways(person)
    assert client.put(address).status_code == 405


def test_the_page_says_what_it_is_about_in_the_reader_s_language(person: Person):
    page = Client().get(f"/unsubscribe/{token_of(person.pk, 'kind:test.reply')}")
    words = page.content.decode()
    assert '<html lang="ky">' in words
    assert "Жооптор" in words
    assert '<form method="post">' in words
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert person.full_name not in words


@pytest.mark.parametrize("what", ["kind:test.reply", "place:topic:1", "digest"])
def test_an_address_that_was_used_says_so_until_it_is_switched_on_again(person: Person, what: str):
    address = f"/unsubscribe/{token_of(person.pk, what)}"

    def asks() -> bool:
        return '<form method="post">' in Client().get(address).content.decode()

    assert asks()
    as_a_mail_program(person, what)
    assert not asks()
    for name in ("test.reply", "test.news"):
        prefer(person=person, kind=name, way=Way.DAILY)
    prefer_in(person=person, place="topic:1", way=None)
    assert asks()


def test_it_can_be_switched_on_again(person: Person):
    as_a_mail_program(person, "kind:test.reply")
    prefer(person=person, kind="test.reply", way=Way.DAILY)
    assert told(person, REPLY, 1).way == Way.DAILY


def test_a_kind_that_is_no_more_switches_nothing_else_off(person: Person):
    assert as_a_mail_program(person, "kind:test.once").status_code == 200
    assert told(person, REPLY, 1).way == Way.AT_ONCE


def addresses_of_nobody(person: Person) -> list[str]:
    good = token_of(person.pk, "digest")
    gone = token_of(person.pk + 1000, "digest")
    foreign = Signer(salt="another", sep=".").sign(f"{person.pk}:digest")
    unknown = [token_of(person.pk, what) for what in ("kind:", "place:", "kind", "nonsense", "")]
    cut = [good[:-1], good[1:], f"{good}x", good.replace("digest", "kind:test.news")]
    return [gone, foreign, *unknown, *cut, "x", ".", "%00", "и", "a" * 3000]


def test_bad_addresses_lead_nowhere(person: Person):
    waiting = told(person, NEWS, 1)
    client = Client(enforce_csrf_checks=True)
    for token in addresses_of_nobody(person):
        for ask in (client.get, client.post):
            assert ask(f"/unsubscribe/{token}").status_code == 404, token
    waiting.refresh_from_db()
    assert (waiting.way, bool(ways(person))) == (Way.DAILY, False)
