"""What waits for a moderator: posts that somebody complained of, and posts that are held. The oldest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from wagtail.admin.ui.components import Component

from exchange.forum import access
from exchange.forum.listing import posts_of
from exchange.forum.models import Flag, Post
from exchange.forum.rendering import quoted_by
from lms.people.models import Person

MOST = 100  # shown at once; those that wait longest
AROUND = 3  # posts before and behind, that say what it was about
WAITS = Q(held_at__isnull=False, hidden_at=None, deleted_at=None)


@dataclass(frozen=True)
class Waiting:
    """A post, since when it waits, and how many have complained of it."""

    post: Post
    since: datetime
    complaints: int
    is_readable: bool  # by this moderator: else they see the post alone


def waiting_for(by: Person) -> list[Waiting]:
    """What waits longest, for this moderator."""
    complained: dict[int, tuple[datetime, int]] = {
        row["post"]: (row["since"], row["count"])
        for row in Flag.objects.open()
        .values("post")
        .annotate(since=Min("at"), count=Count("pk"))
        .order_by("since")[:MOST]
    }
    since = {pk: at for pk, (at, _count) in complained.items()}
    for post in Post.objects.filter(WAITS).order_by("held_at").only("held_at")[:MOST]:
        assert post.held_at, "as `WAITS` says"
        since[post.pk] = min(post.held_at, since.get(post.pk, post.held_at))
    keys = sorted(since, key=lambda pk: (since[pk], pk))[:MOST]
    posts = Post.objects.select_related("author", "topic", "membership__municipality").in_bulk(keys)
    readable = set(Post.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        Waiting(
            post=posts[pk],
            since=since[pk],
            complaints=complained.get(pk, (None, 0))[1],
            is_readable=pk in readable,
        )
        for pk in keys
    ]


def how_many_wait() -> int:
    """Posts, not complaints."""
    complained = Flag.objects.open().order_by().values_list("post")
    return complained.union(Post.objects.filter(WAITS).order_by().values_list("pk")).count()


def around(post: Post, by: Person) -> tuple[list[Post], list[Post]]:
    """The posts before and behind, if this moderator reads the topic; of what is private, what it quotes."""
    if not access.can_order(by, post.topic):
        quoted = Post.objects.filter(pk__in=quoted_by(post), topic=post.topic_id)
        return list(quoted.select_related("author", "membership__municipality")), []
    posts = posts_of(post.topic, by)
    before = list(posts.filter(pk__lt=post.pk).order_by("-pk")[:AROUND])
    return before[::-1], list(posts.filter(pk__gt=post.pk)[:AROUND])


class ReviewPanel(Component):
    """On a moderator's first page of the editor: how much waits."""

    name = "forum_review"
    template_name = "forum/admin/review_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"waiting": how_many_wait()}
