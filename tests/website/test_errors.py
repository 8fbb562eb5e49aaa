"""What went wrong is said on a page that helps, in every language; nothing that was typed is lost."""

import re
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from lms.people.models import Person
from lms.website import errors
from tests import make

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


@pytest.fixture
def strict() -> Client:
    """A browser whose forms are checked for their token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "address", ["/ky/nonsense/", "/ru/nonsense/", "/en/nonsense/", "/nonsense"]
)
def test_a_page_that_is_not_there_leads_on(client: Client, address: str):
    answer = client.get(address)
    html = answer.content.decode()
    language = re.search(r'<html lang="(\w+)">', html)
    assert answer.status_code == 404
    assert language
    assert f'href="/{language[1]}/courses/"' in html
    assert address in {f"/{language[1]}/nonsense/", "/nonsense"}
    assert f"?next={address}" in html  # it may be there for those who have signed in


def test_a_script_gets_a_sentence_instead_of_a_page(client: Client):
    answer = client.get("/en/nonsense/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (404, {"message": "There is no such page."})


def test_a_refused_page_says_why(client: Client, rf: RequestFactory):
    request = rf.get("/en/")
    request.user = make.person()
    answer = errors.forbidden(request, PermissionDenied("Only on Mondays."))
    assert answer.status_code == 403
    assert "Only on Mondays." in answer.content.decode()


def test_a_form_that_was_open_for_too_long_can_be_sent_again(strict: Client):
    strict.force_login(make.person())
    typed = {"family_name": "Асанова", "given_name": "<b>Гүл</b>", "patronymic": ""}
    answer = strict.post("/en/my/profile/name/", typed, headers={"origin": HERE})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "Nothing is lost" in html
    assert '<input type="hidden" name="given_name" value="&lt;b&gt;Гүл&lt;/b&gt;">' in html
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[-1]
    again = strict.post(
        "/en/my/profile/name/",
        typed | {"csrfmiddlewaretoken": token},
        headers={"origin": HERE, "referer": HERE + "/en/my/profile/name/"},
    )
    assert again.status_code == 302
    assert Person.objects.get().given_name == "<b>Гүл</b>"


def test_what_another_site_sends_is_not_offered_to_be_sent_again(strict: Client):
    strict.force_login(make.person())
    answer = strict.post(
        "/en/my/profile/name/", {"family_name": "Чужая"}, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert "Чужая" not in answer.content.decode()


def test_a_password_is_never_written_into_a_page(strict: Client):
    answer = strict.post(
        "/en/accounts/login/",
        {"login": "a@example.org", "password": "open-sesame"},
        headers={"origin": HERE},
    )
    assert answer.status_code == 403
    assert "open-sesame" not in answer.content.decode()


def test_a_script_hears_that_the_token_is_old(strict: Client):
    strict.force_login(make.person())
    answer = strict.post("/en/my/profile/name/", headers={"accept": "application/json"})
    assert answer.status_code == 403
    assert "message" in answer.json()


def test_the_page_for_a_failure_says_it_in_all_three_languages():
    for page in ("500.html", "503.html"):
        html = render_to_string(page)
        assert '<html lang="en">' in html
        assert '<p lang="ky"' in html
        assert '<p lang="ru"' in html
