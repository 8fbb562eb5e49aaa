"""What somebody follows here, as the page has it on which they choose how to hear of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exchange.forum.models import Category, Follow, Topic
from exchange.forum.places import courses_called
from lms.notifications.followed import Followed, Things, register
from lms.people.models import Person

SHOWN = 50  # of each sort, what was followed last; the others can be left on their own pages


def _follows(person: Person, **what: Any) -> list[Follow]:
    return list(Follow.objects.filter(person=person, **what).order_by("-since", "-pk")[:SHOWN])


def _topics(person: Person) -> list[Followed]:
    keys = [each.topic_id for each in _follows(person, topic__isnull=False)]
    seen = Topic.objects.visible_to(person).in_bulk([key for key in keys if key])
    return [
        Followed(f"topic:{key}", seen[key].title, reverse("forum_topic", args=[key]))
        for key in keys
        if key in seen
    ]


def _categories(person: Person) -> list[Followed]:
    keys = [each.category_id for each in _follows(person, category__isnull=False)]
    seen = Category.objects.visible_to(person).in_bulk([key for key in keys if key])
    return [
        Followed(f"category:{key}", seen[key].name, reverse("forum_category", args=[seen[key].key]))
        for key in keys
        if key in seen
    ]


def _courses(person: Person) -> list[Followed]:
    keys = [each.course_key for each in _follows(person, course_key__isnull=False)]
    published = courses_called(keys) if keys else {}
    return [
        Followed(f"course:{key}", published[key].name, published[key].url)
        for key in keys
        if key in published
    ]


@transaction.atomic
def _unfollow_topics(person: Person, places: Sequence[str]) -> None:
    Follow.objects.filter(person=person, topic__in=_numbers(places)).delete()


@transaction.atomic
def _unfollow_categories(person: Person, places: Sequence[str]) -> None:
    Follow.objects.filter(person=person, category__in=_numbers(places)).delete()


@transaction.atomic
def _unfollow_courses(person: Person, places: Sequence[str]) -> None:
    keys = [UUID(place.partition(":")[2]) for place in places]
    Follow.objects.filter(person=person, course_key__in=keys).delete()


def _numbers(places: Sequence[str]) -> list[int]:
    return [int(place.partition(":")[2]) for place in places]


def register_things() -> None:
    """Join them, in the order in which the page lists them."""
    register(Things(_("Topics that I follow"), _topics, _unfollow_topics))
    register(Things(_("Categories that I follow"), _categories, _unfollow_categories))
    register(Things(_("Discussions of courses that I follow"), _courses, _unfollow_courses))
