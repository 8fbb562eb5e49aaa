"""What no browser of ours sends is answered with a page, never with an error of the server."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory

from courses.progress.models import ActivityCompletion, ChecklistTick
from lms import clock
from lms.people.views.codes import TRIED
from lms.rate import is_within
from tests import make
from tests.security.world import World, make_world

pytestmark = pytest.mark.django_db
MANY_DIGITS = "9" * 5000  # more than Python makes a number of


@pytest.fixture
def world() -> World:
    return make_world()


def signed_in(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.person(role))
    return client


@pytest.mark.parametrize(
    "address",
    ["/ru/courses/%00/", "/ru/courses/a%00/b/c/", "/verify/%00", "/ru/courses/?t=%00", "/%00"],
)
def test_an_address_with_a_nul_is_not_there(client: Client, address: str):
    assert client.get(address).status_code == 404


def test_managers_look_for_nothing_with_a_nul(world: World):
    assert signed_in(world, "manager").get("/ru/programme/people/?q=a%00").status_code == 404


@pytest.mark.parametrize("language", ["%FF", "%25", "zz"])
def test_what_is_no_language_leads_back(client: Client, language: str):
    answer = client.post(f"/language/{language}/")
    assert answer["Location"] == "/ky/"


def test_a_form_of_an_invitation_that_a_visitor_sends_is_answered(client: Client):
    assert client.post("/ru/invitation/0/").status_code == 404


def test_codes_of_invitations_are_not_guessed_by_asking_for_their_pages(client: Client):
    request = RequestFactory().get("/")
    with clock.at(datetime(2026, 1, 5, 9, 0, tzinfo=UTC)):  # one minute: no other test's
        while is_within(TRIED, request):
            pass
        assert client.get("/ru/invitation/0/").status_code == 429


def test_a_cookie_with_a_nul_is_no_cookie(client: Client):
    client.cookies["sessionid"] = "a\0b"
    assert client.get("/ru/").status_code == 200


def test_a_report_with_a_number_of_5000_digits_is_not_there(world: World):
    answer = signed_in(world, "manager").post("/ru/programme/forgeries/", {"report": MANY_DIGITS})
    assert answer.status_code == 404


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"answers":' + b"[" * 100_000])
def test_answers_nested_without_end_change_nothing(world: World, body: bytes):
    address = f"/ru/my/attempts/{world.attempt.pk}/answers/"
    answer = signed_in(world, "learner").post(address, body, content_type="application/json")
    assert answer.status_code == 400


def test_ticks_that_are_no_text_are_not_kept(world: World):
    lesson = world.course.lessons[0].translation_key
    client = signed_in(world, "learner")
    client.post(f"/ru/my/lessons/{lesson}/ticks/", {"tick": ["one", "\0", "t\0wo"]})
    assert [tick.item_id for tick in ChecklistTick.objects.all()] == ["one"]


def test_nothing_is_ticked_in_what_is_no_lesson(client: Client):
    client.force_login(make.learner())
    client.post(f"/ru/my/lessons/{uuid4()}/ticks/", {"tick": "one"})
    assert not ChecklistTick.objects.exists()


@pytest.mark.parametrize("language", ["\0", "zz", ""])
def test_a_lesson_is_completed_in_a_language_of_ours(world: World, language: str):
    lesson = world.course.lessons[0].translation_key
    signed_in(world, "learner").post(f"/ru/my/lessons/{lesson}/complete/", {"language": language})
    assert ActivityCompletion.objects.get(activity_key=lesson).language == "ru"


@pytest.mark.parametrize(
    "back", ["-1", "NaN", "9999-12-31T23:59", '[{"a":', "home", "//evil.example"]
)
def test_a_way_back_that_is_no_address_leads_nowhere_else(world: World, back: str):
    client = signed_in(world, "learner")
    lesson = world.course.lessons[0].translation_key
    ticked = client.post(f"/ru/my/lessons/{lesson}/ticks/", {"tick": "one", "next": back})
    assert ticked["Location"] == "/ru/"
    joined = client.post(f"/ru/my/courses/{world.course.key}/enrol/", {"next": back})
    assert joined["Location"].startswith("/ru/courses/")


@pytest.mark.parametrize("code", ["²", '[{"a":', "9999-12-31T23:59:59+14:00", "zz"])
@pytest.mark.parametrize("role", ["manager", "coordinator"])
def test_records_of_a_municipality_that_is_not_there_are_none(world: World, code: str, role: str):
    address = "programme" if role == "manager" else "municipality"
    asked = {"municipality": code, "course": str(world.course.key)}
    page = signed_in(world, role).get(f"/ru/{address}/records/", asked)
    assert page.status_code == 200
