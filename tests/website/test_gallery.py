"""The gallery shows every component, and exists under development settings only."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from lms.settings.environment import BASE_DIR
from lms.website.gallery import samples

FOLDER = BASE_DIR / "templates"
# Parts of every page, and lines that scripts say: not for a page to take.
NOT_TAKEN = {"sprite", "queue_note", "lines"}


def test_every_component_stands_in_the_gallery():
    shown = (FOLDER / "website" / "gallery.html").read_text(encoding="utf-8")
    components = {path.stem for path in (FOLDER / "components").glob("*.html")} - NOT_TAKEN
    assert {name for name in components if f"components/{name}.html" not in shown} == set()


def test_every_icon_of_the_sprite_stands_in_the_gallery():
    sprite = (FOLDER / "components" / "sprite.html").read_text(encoding="utf-8")
    missing = [name for name in samples()["icons"] if f'id="i-{name}"' not in sprite]
    assert missing == []


@pytest.mark.django_db
def test_it_answers_where_it_exists_and_nowhere_else(client: Client):
    try:
        address = reverse("dev_gallery")
    except NoReverseMatch:
        assert not settings.DEVELOPMENT
    else:
        answer = client.get(address)
        assert answer.status_code == 200
        assert '<html lang="en">' in answer.content.decode()
