"""Moderators and managers keep the categories, in Wagtail's admin."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exchange.forum.choices import Audience
from exchange.forum.models import Category
from tests import make
from tests.forum import talk
from tests.forum.test_moderation_pages import client_of

pytestmark = pytest.mark.django_db
WHY = "По правилам форума."


@pytest.fixture
def moderator() -> Client:
    return client_of(make.moderator())


def fields_of(**changed: Any) -> dict[str, Any]:
    fields = {
        "name_ru": "Вода",
        "name_ky": "Суу",
        "name_en": "Water",
        "lead_ky": "",
        "lead_ru": "",
        "lead_en": "",
        "key": "water",
        "order": "3",
        "audience": "everyone",
    }
    return fields | changed


@pytest.mark.parametrize("who", ["moderator", "manager", "admin"])
def test_categories_are_made_and_changed(who: str):
    client = client_of(getattr(make, who)())
    client.post(reverse("wagtailsnippets_forum_category:add"), fields_of())
    made = Category.objects.get(key="water")
    address = reverse("wagtailsnippets_forum_category:edit", args=[made.pk])
    client.post(address, fields_of(name_ru="Питьевая вода", key="other"))
    made.refresh_from_db()
    assert (made.name_ru, made.key) == ("Питьевая вода", "water")


@pytest.mark.parametrize("key", ["new", "topics", "posts", "draft", "courses"])
def test_no_category_takes_the_address_of_a_page(moderator: Client, key: str):
    moderator.post(reverse("wagtailsnippets_forum_category:add"), fields_of(key=key))
    assert not Category.objects.exists()


def test_other_readers_of_a_category_are_other_readers_of_its_topics(moderator: Client):
    topic = talk.topic()
    assert topic.category
    address = reverse("wagtailsnippets_forum_category:edit", args=[topic.category.pk])
    moderator.post(address, fields_of(audience="trainers"))
    topic.refresh_from_db()
    assert topic.audience == Audience.TRAINERS
    refused = moderator.post(address, fields_of(audience="members")).content.decode()
    assert "Кто сможет это читать: " in refused
    moderator.post(address, fields_of(audience="members", confirmed="on"))
    topic.refresh_from_db()
    assert topic.audience == Audience.MEMBERS


@pytest.mark.parametrize(
    ("before", "after"), [("everyone", "municipality"), ("municipality", "members")]
)
def test_what_is_of_municipalities_is_given_to_no_others_however_it_is_confirmed(
    moderator: Client, before: str, after: str
):
    topic = talk.topic(category=talk.category("water", before))
    assert topic.category
    address = reverse("wagtailsnippets_forum_category:edit", args=[topic.category.pk])
    moderator.post(address, fields_of(audience=after, confirmed="on"))
    topic.category.refresh_from_db()
    topic.refresh_from_db()
    assert topic.category.audience == topic.audience == before


def test_a_category_with_topics_is_not_deleted(moderator: Client):
    full, empty = talk.topic().category, talk.category("water")
    assert full
    for category in (full, empty):
        address = reverse("wagtailsnippets_forum_category:delete", args=[category.pk])
        moderator.post(address)
    assert list(Category.objects.all()) == [full]
    many = reverse("wagtail_bulk_action", args=["forum", "category", "delete"])
    moderator.post(f"{many}?id={full.pk}", {})
    assert list(Category.objects.all()) == [full]
