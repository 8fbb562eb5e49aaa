"""Somebody says that a post helped, or that their municipality has the same problem."""

from django.db import transaction
from django.db.models import F

from exchange.forum import access
from exchange.forum.editing import in_topic
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


def say_same_problem(*, person: Person, topic: Topic) -> Topic:
    """My municipality has this problem too: counted once for each. Raises `NotAllowed`, `NoMunicipality`.

    Said of a topic that was merged meanwhile, it is said of the one that has it now.
    """
    require(access.can_write(person))
    place = person.confirmed_municipality_id
    if place is None:
        raise NoMunicipality

    def say(there: Topic) -> Topic:
        _row, is_first = SameProblem.objects.get_or_create(
            topic=there, municipality_id=place, defaults={"person": person}
        )
        return _count(there, int(is_first))

    return in_topic(topic, say)


def take_same_problem_back(*, person: Person, topic: Topic) -> Topic:
    """Not any more, or said by mistake; any member of the municipality may say so."""
    place = person.confirmed_municipality_id

    def take_back(there: Topic) -> Topic:
        taken, _rows = SameProblem.objects.filter(topic=there, municipality=place).delete()
        return _count(there, -taken)

    return in_topic(topic, take_back)


def _count(topic: Topic, change: int) -> Topic:
    if change:
        topic.same_problem_count += change
        topic.save(update_fields=["same_problem_count"])
    return topic
