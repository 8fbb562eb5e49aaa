"""Somebody wants to hear of something, or not any more."""

from typing import Any

from django.db import transaction

from exchange.forum import access
from exchange.forum.models import Follow
from lms.people.models import Person
from lms.rules import require


@transaction.atomic
def follow(*, person: Person, **what: Any) -> None:
    """Hear of what is written there; twice is once. `what`: a topic, a category or a course_key.

    Raises `NotAllowed`.
    """
    require(access.can_follow(person))
    Follow.objects.get_or_create(person=person, **what)


@transaction.atomic
def unfollow(*, person: Person, **what: Any) -> None:
    """Not any more."""
    Follow.objects.filter(person=person, **what).delete()
