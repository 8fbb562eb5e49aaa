"""An answer solves the question."""

from collections.abc import Callable

from django.db import transaction

from exchange.forum import access
from exchange.forum.editing import is_first, lock, tell_changed
from exchange.forum.models import Post, Topic
from exchange.forum.refusals import NotAnAnswer
from lms import clock
from lms.people.models import Person
from lms.rules import require

# Who tells people of it joins here, and is called in the transaction.
on_solved: list[Callable[[Topic, Post], None]] = []


@transaction.atomic
def mark_solution(*, by: Person, post: Post) -> Topic:
    """Say that this answer solved the question; the one marked before is not it any more.

    Raises `NotAllowed`, `NotAnAnswer`.
    """
    topic = lock(post)
    require(access.can_mark_solution(by, topic))
    post = topic.posts.get(pk=post.pk)
    if not post.is_shown or is_first(post):
        raise NotAnAnswer
    before = topic.solution
    topic.solution, topic.solved_at, topic.solved_by = post, clock.now(), by
    topic.save(update_fields=["solution", "solved_at", "solved_by"])
    if before:
        tell_changed(before)
    tell_changed(post)
    for tell in on_solved:
        tell(topic, post)
    return topic


@transaction.atomic
def take_solution_back(*, by: Person, topic: Topic) -> Topic:
    """Say that the question is open again. Raises `NotAllowed`."""
    topic = Topic.objects.select_for_update(no_key=True, of=("self",)).get(pk=topic.pk)
    require(access.can_mark_solution(by, topic))
    post = topic.solution
    topic.solution = topic.solved_at = topic.solved_by = None
    topic.save(update_fields=["solution", "solved_at", "solved_by"])
    if post:
        tell_changed(post)
    return topic
