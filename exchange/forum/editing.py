"""Somebody changes or deletes what they wrote."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Count, Max

from exchange.forum import access
from exchange.forum.attaching import attach_uploads
from exchange.forum.drafts import forget_draft, place_of_edit
from exchange.forum.models import Post, PostRevision, Topic
from exchange.forum.quoting import keep_quotes, show_quotes_anew
from exchange.forum.refusals import ChangedMeanwhile
from exchange.forum.rendering import Readers, render
from exchange.forum.text import clean_text, clean_title, language_of_text
from lms import clock
from lms.people.models import Person
from lms.rules import require

# Who keeps something of a post (the search, notifications) joins here, and is called in the transaction.
on_changed: list[Callable[[Post], None]] = [show_quotes_anew]


@transaction.atomic
def edit_post(*, by: Person, post: Post, text: str, version: int, title: str | None = None) -> Post:
    """Write something else in the post's place; what it said before can be looked up.

    `version` is the one that the writer saw; `title` the topic's, if this is its first post. Raises `NotAllowed`,
    `ChangedMeanwhile`, `TooManyMentions`, and what `clean_text` and `clean_title` refuse.
    """
    topic = lock(post)
    post = topic.posts.select_for_update(no_key=True, of=("self",)).get(pk=post.pk)
    require(access.can_edit(by, post))
    text = clean_text(text)
    title = clean_title(title) if title is not None and is_first(post) else topic.title
    if (text, title) == (post.text, topic.title):
        attach_uploads(post, place_of_edit(post))
        forget_draft(by, place_of_edit(post))
        return post
    if version != post.version:
        raise ChangedMeanwhile
    rendered = render(text, by=by, readers=Readers.of(topic), post=post)
    PostRevision.objects.create(
        post=post,
        version=post.version,
        title=topic.title if title != topic.title else "",
        text=post.text,
        written_at=post.edited_at or post.created_at,
    )
    post.text, post.html, post.language = text, rendered.html, language_of_text(text)
    post.version, post.edited_at = post.version + 1, clock.now()
    post.save(update_fields=["text", "html", "language", "version", "edited_at"])
    if title != topic.title:
        topic.title = title
        topic.save(update_fields=["title"])
    keep_quotes(post, rendered.quoted)
    attach_uploads(post, place_of_edit(post))
    forget_draft(by, place_of_edit(post))
    tell_changed(post)
    return post


@transaction.atomic
def delete_post(*, by: Person, post: Post) -> Post:
    """Take a post away; for a day its author can bring it back. Raises `NotAllowed`."""
    topic = lock(post)
    post = topic.posts.get(pk=post.pk)
    require(access.can_delete(by, post))
    if topic.solution_id == post.pk:
        topic.solution = topic.solved_at = topic.solved_by = None
        topic.save(update_fields=["solution", "solved_at", "solved_by"])
    post.deleted_at = clock.now()
    post.save(update_fields=["deleted_at"])
    recount(topic)
    tell_changed(post)
    return post


@transaction.atomic
def undo_deletion(*, by: Person, post: Post) -> Post:
    """Bring a deleted post back, within a day. Raises `NotAllowed`."""
    topic = lock(post)
    post = topic.posts.get(pk=post.pk)
    require(access.can_undo_deletion(by, post))
    post.deleted_at = None
    post.save(update_fields=["deleted_at"])
    recount(topic)
    tell_changed(post)
    return post


def lock(post: Post) -> Topic:
    """The topic that the post is in now, locked. Whoever writes in a topic locks it first."""
    while True:
        topic_id = Post.objects.values_list("topic_id", flat=True).get(pk=post.pk)
        topic = Topic.objects.select_for_update(no_key=True, of=("self",)).get(pk=topic_id)
        if Post.objects.filter(pk=post.pk, topic=topic).exists():  # not moved while we waited
            return topic


def recount(topic: Topic) -> None:
    """Bring what the topic keeps of its posts to what everybody sees of them."""
    seen = topic.posts.shown().aggregate(count=Count("pk"), last=Max("created_at"))
    topic.posts_count = seen["count"]
    topic.last_post_at = seen["last"] or topic.created_at
    topic.save(update_fields=["posts_count", "last_post_at"])


def is_first(post: Post) -> bool:
    """Whether the topic begins with it."""
    return not Post.objects.filter(topic=post.topic_id, pk__lt=post.pk).exists()


def tell_changed(post: Post) -> None:
    """Call whoever keeps something of the post."""
    for tell in on_changed:
        tell(post)
