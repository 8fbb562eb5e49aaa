"""Posts as a reader sees them, with what this reader may do to each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from exchange.forum import access
from exchange.forum.models import Helped, Post, Topic
from exchange.forum.text import safe
from lms.people.models import Person


@dataclass(frozen=True)
class ShownPost:
    """A post on its page."""

    post: Post
    html: SafeString
    is_solution: bool
    is_own: bool
    has_helped: bool  # this reader said so
    can_edit: bool
    can_delete: bool
    can_undo: bool
    is_first_unread: bool


def show_posts(
    posts: Sequence[Post], topic: Topic, user: access.User, *, unread_from: int | None = None
) -> list[ShownPost]:
    """These posts of the topic; of deleted ones their authors see that they can come back."""
    person = user if isinstance(user, Person) else None
    helped: set[int] = set()
    if person and posts:
        mine = Helped.objects.filter(person=person, post__in=[post.pk for post in posts])
        helped = set(mine.values_list("post_id", flat=True))
    shown = []
    for post in posts:
        post.topic = topic  # read already
        is_own = person is not None and post.author_id == person.pk
        shown.append(
            ShownPost(
                post=post,
                html=mark_safe(safe(post.html)),  # noqa: S308  sanitised in this very line
                is_solution=topic.solution_id == post.pk,
                is_own=is_own,
                has_helped=post.pk in helped,
                can_edit=is_own and bool(access.can_edit(user, post)),
                can_delete=is_own and bool(access.can_delete(user, post)),
                can_undo=is_own and bool(access.can_undo_deletion(user, post)),
                is_first_unread=post.pk == unread_from,
            )
        )
    return shown
