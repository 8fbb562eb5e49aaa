"""Somebody says that a post helped, or that their municipality has the same problem."""

from django.db import transaction
from django.db.models import F

from exchange.forum import access
from exchange.forum.models import Helped, Post, SameProblem, Topic
from exchange.forum.refusals import NoMunicipality
from lms.people.models import Person
from lms.rules import require


@transaction.atomic
def say_helped(*, person: Person, post: Post) -> Post:
    """This post helped me; twice is once. Raises `NotAllowed`."""
    require(access.can_say_helped(person, post))
    _row, is_first = Helped.objects.get_or_create(person=person, post=post)
    if is_first:
        Post.objects.filter(pk=post.pk).update(helped_count=F("helped_count") + 1)
    return post


@transaction.atomic
def take_helped_back(*, person: Person, post: Post) -> Post:
    """It did not help after all."""
    taken, _rows = Helped.objects.filter(person=person, post=post).delete()
    if taken:
        Post.objects.filter(pk=post.pk).update(helped_count=F("helped_count") - 1)
    return post


@transaction.atomic
def say_same_problem(*, person: Person, topic: Topic) -> Topic:
    """My municipality has this problem too: counted once for each. Raises `NotAllowed`, `NoMunicipality`."""
    require(access.can_write(person))
    place = person.confirmed_municipality_id
    if place is None:
        raise NoMunicipality
    _row, is_first = SameProblem.objects.get_or_create(
        topic=topic, municipality_id=place, defaults={"person": person}
    )
    if is_first:
        Topic.objects.filter(pk=topic.pk).update(same_problem_count=F("same_problem_count") + 1)
    return topic


@transaction.atomic
def take_same_problem_back(*, person: Person, topic: Topic) -> Topic:
    """Not any more, or said by mistake; any member of the municipality may say so."""
    taken, _rows = SameProblem.objects.filter(
        topic=topic, municipality=person.confirmed_municipality_id
    ).delete()
    if taken:
        Topic.objects.filter(pk=topic.pk).update(same_problem_count=F("same_problem_count") - 1)
    return topic
