"""Help and the page on personal data are there for everybody, in every language."""

import pytest
from django.test import Client

from lms.people.consent import CONSENT_VERSION, CONSENT_WORDS
from lms.website.help import PAGES
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_each_role_has_a_help_page(client: Client, language: str, page: str):
    answer = client.get(f"/{language}/help/{page}/")
    assert answer.status_code == 200
    assert 'aria-current="page"' in answer.content.decode()


def test_help_for_a_role_that_does_not_exist_is_not_there(client: Client):
    assert client.get("/en/help/emperor/").status_code == 404


def test_the_way_to_every_help_page_is_on_the_first(client: Client):
    html = client.get("/en/help/").content.decode()
    assert all(f'href="/en/help/{page}/"' in html for page in PAGES)


def test_the_words_that_people_agree_to_are_on_the_page_about_personal_data(client: Client):
    html = client.get("/en/privacy/").content.decode()
    assert str(CONSENT_WORDS) in html
    assert CONSENT_VERSION in html


def test_titles_of_pages_differ(client: Client):
    client.force_login(make.person())
    addresses = ["about/", "help/", "privacy/", "courses/", "nonsense/"]
    addresses += [f"help/{page}/" for page in PAGES]
    titles = set()
    for address in addresses:
        html = client.get(f"/en/{address}").content.decode()
        titles.add(html.partition("<title>")[2].partition("</title>")[0])
    assert len(titles) == len(addresses)
