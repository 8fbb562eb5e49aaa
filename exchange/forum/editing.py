"""Somebody changes or deletes what they wrote."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max

from exchange.forum import access, limits
from exchange.forum.attaching import attach_uploads
from exchange.forum.audiences import Readers
from exchange.forum.drafts import forget_draft, place_of_edit
from exchange.forum.mentioning import called_before, tell_called
from exchange.forum.models import Category, Post, PostRevision, Topic
from exchange.forum.quoting import keep_quotes, show_quotes_anew, show_topic_anew
from exchange.forum.refusals import (
    AlreadySo,
    ChangedMeanwhile,
    ChangedTooOften,
    TooManyLinks,
    TooManyMentions,
)
from exchange.forum.rendering import MOST_MENTIONS, render
from exchange.forum.text import clean_text, clean_title, language_of_text
from lms import clock
from lms.people.models import Person
from lms.rules import require

Result = TypeVar("Result")

# Who keeps something of a post (the search, notifications) joins here, and is called in the transaction.
on_changed: list[Callable[[Post], None]] = [show_quotes_anew]
# The same for what concerns all posts of a topic: who reads it, where it stands, hidden, merged, split.
on_topic_changed: list[Callable[[Topic], None]] = [show_topic_anew]


@transaction.atomic
def edit_post(
    *,
    by: Person,
    post: Post,
    text: str,
    version: int,
    title: str | None = None,
    client_id: UUID | None = None,
) -> Post:
    """Write something else in the post's place; what it said before can be looked up.

    `version` is the one that the writer saw; `title` the topic's, if this is its first post; `client_id` the form's
    own key, by which a draft of it that comes later is known. Raises `NotAllowed`, `ChangedMeanwhile`,
    `ChangedTooOften`, `TooManyLinks`, `TooManyMentions`, and what `clean_text` and `clean_title` refuse.
    """
    topic = lock(post)
    post = topic.posts.select_for_update(no_key=True, of=("self",)).get(pk=post.pk)
    require(access.can_edit(by, post))
    text = clean_text(text)
    # After a merge another topic's question may stand first: the title is not its author's.
    is_own_title = title is not None and topic.author_id == by.pk and is_first(post)
    title = clean_title(title or "") if is_own_title else topic.title
    if (text, title) == (post.text, topic.title):
        attach_uploads(post, place_of_edit(post))
        forget_draft(by, place_of_edit(post))
        return post
    if version != post.version:
        raise ChangedMeanwhile
    if limits.has_too_many_links(by, text):
        raise TooManyLinks(most=limits.NEWCOMERS_LINKS)
    if limits.changes_too_often(by):
        raise ChangedTooOften(most=limits.MOST_CHANGES)
    rendered = render(text, by=by, readers=Readers.of(topic), post=post)
    before = called_before(post)
    called = before | {person.uuid for person in rendered.mentioned}
    if len(called) > max(MOST_MENTIONS, len(before)):
        raise TooManyMentions(most=MOST_MENTIONS, named=len(called))
    PostRevision.objects.create(
        post=post,
        version=post.version,
        client_id=client_id,
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
    if post.is_shown:
        tell_called(post, rendered.mentioned, before)
    return post


@transaction.atomic
def delete_post(*, by: Person, post: Post) -> Post:
    """Take a post away; for a day its author can bring it back. Raises `NotAllowed`."""
    topic = lock(post)
    post = topic.posts.get(pk=post.pk)
    require(access.can_delete(by, post))
    post.solved = drop_solution(topic, {post.pk}) or None
    post.deleted_at = clock.now()
    post.save(update_fields=["deleted_at", "solved"])
    recount(topic)
    tell_changed(post)
    return post


@transaction.atomic
def undo_deletion(*, by: Person, post: Post) -> Post:
    """Bring a deleted post back, within a day; what it solved it solves. Raises `NotAllowed`."""
    topic = lock(post)
    post = topic.posts.get(pk=post.pk)
    require(access.can_undo_deletion(by, post))
    if post.hidden_at is None:
        bring_solution_back(post, post.solved or {})
    post.deleted_at = post.solved = None
    post.save(update_fields=["deleted_at", "solved"])
    recount(topic)
    tell_changed(post)
    return post


def lock(post: Post) -> Topic:
    """The topic that the post is in now, locked, and those in which it is quoted. Whoever writes in a topic locks it.

    Raises `AlreadySo` if the post was held, and another moderator has just released it: it has another key.
    """

    topics: dict[int, int] = {}  # of the post, and of those that quote it

    def wanted() -> set[int]:
        itself = Post.objects.filter(pk=post.pk).order_by().values_list("pk", "topic")
        quoting = Post.objects.filter(quotes__quoted=post.pk).order_by()
        topics.clear()
        topics.update(itself.union(quoting.values_list("pk", "topic")))
        if post.pk not in topics:
            raise AlreadySo
        return set(topics.values())

    locked = _locked(wanted)
    return locked[topics[post.pk]]


def in_topic(topic: Topic, act: Callable[[Topic], Result]) -> Result:
    """What `act` does with the topic as it is now, locked; if it was merged meanwhile, with the one that has it now.

    For acts that change nothing that others may have quoted.
    """
    while True:
        with transaction.atomic():
            topic = Topic.objects.select_for_update(no_key=True, of=("self",)).get(pk=topic.pk)
            if topic.merged_into is None:
                return act(topic)
        # Its lock is let go first: whoever merges the target waits for it, and we would for them.
        topic = topic.merged_into


def lock_topics(*topics: Topic) -> dict[int, Topic]:
    """These topics as they are now, by key, locked with all in which posts of theirs are quoted."""
    keys = {topic.pk for topic in topics}

    def wanted() -> set[int]:
        quoting = Post.objects.filter(quotes__quoted__topic__in=keys).order_by()
        # What was merged into one of them follows it, should that be merged too.
        merged = Topic.objects.filter(merged_into__in=keys).order_by()
        return keys.union(
            quoting.values_list("topic", flat=True).distinct(), merged.values_list("pk", flat=True)
        )

    locked = _locked(wanted)
    return {pk: topic for pk, topic in locked.items() if pk in keys}


def _locked(wanted: Callable[[], set[int]]) -> dict[int, Topic]:
    """The topics of these keys, locked, the lower key first: so nobody waits for somebody who waits for them.

    What is quoted is written anew where it is quoted (`quoting`), which is why those topics are locked, too. When
    others are wanted by the time that all are locked, these are let go, and it begins again.
    """
    while True:
        keys = wanted()
        with transaction.atomic():
            rows = Topic.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
            locked = {topic.pk: topic for topic in rows.filter(pk__in=keys)}
            if wanted() <= keys:
                return locked
            transaction.set_rollback(True)


def lock_category(category: Category) -> Category:
    """The category as it is now. Whoever puts a topic there locks it first, lest its readers change meanwhile."""
    return Category.objects.select_for_update(no_key=True).get(pk=category.pk)


def drop_solution(topic: Topic, gone: Collection[int]) -> dict[str, Any]:
    """The question is open again if one of these posts was its solution; by whom and when it was marked, if so."""
    if topic.solution_id not in gone or topic.solved_at is None:
        return {}
    marked = {"solved_by": topic.solved_by_id, "solved_at": topic.solved_at.isoformat()}
    topic.solution = topic.solved_at = topic.solved_by = None
    topic.save(update_fields=["solution", "solved_at", "solved_by"])
    return marked


def bring_solution_back(post: Post, marked: Mapping[str, Any]) -> None:
    """The post solves its question as it did, unless another solves it by now. `marked`: of `drop_solution`."""
    topic = post.topic
    if not marked.get("solved_by") or topic.solution_id or not topic.is_question or is_first(post):
        return
    topic.solution, topic.solved_by_id = post, marked["solved_by"]
    topic.solved_at = datetime.fromisoformat(marked["solved_at"])
    topic.save(update_fields=["solution", "solved_at", "solved_by"])


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


def tell_topic_changed(topic: Topic) -> None:
    """Call whoever keeps something of the topic or of its posts."""
    for tell in on_topic_changed:
        tell(topic)
