"""Moderators hide, restore, release, close, pin, warn and silence: each with a reason, which is kept and shown."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from exchange.forum import access
from exchange.forum.acts import clean_reason, record
from exchange.forum.audiences import Readers
from exchange.forum.choices import ActKind, Outcome
from exchange.forum.drafts import move_drafts, place_of_edit
from exchange.forum.editing import (
    bring_solution_back,
    drop_solution,
    is_first,
    lock,
    lock_topics,
    recount,
    tell_changed,
    tell_topic_changed,
)
from exchange.forum.flagging import settle
from exchange.forum.models import ModerationAct, Post, Silence, Topic
from exchange.forum.posting import announce
from exchange.forum.refusals import AlreadySo, DaysNeeded, StillHeld
from exchange.forum.rendering import render
from exchange.forum.silences import forget_silence
from lms import clock
from lms.people.models import Person
from lms.rules import require

LONGEST_SILENCE = 365  # days


# A post


@transaction.atomic
def hide_post(*, by: Person, post: Post, reason: str) -> ModerationAct:
    """Show the post to nobody but its author and moderators. Raises `NotAllowed`, `ReasonNeeded`, `AlreadySo`."""
    post, reason = _locked_post(by, post, reason)
    if post.hidden_at:
        raise AlreadySo
    marked = drop_solution(post.topic, {post.pk})
    settle(post, by=by, outcome=Outcome.HIDDEN)
    hidden = {"hidden_at": clock.now(), "hidden_by": by, "hidden_because": reason}
    return _change_post(post, ActKind.HIDE_POST, by, reason, hidden, **marked)


@transaction.atomic
def restore_post(*, by: Person, post: Post, reason: str) -> ModerationAct:
    """Show a hidden post again, in its place: who has read past it has read it, and what it solved it solves.

    Raises as `hide_post` does.
    """
    post, reason = _locked_post(by, post, reason)
    if not post.hidden_at:
        raise AlreadySo
    hiding = post.acts.filter(kind=ActKind.HIDE_POST).first()
    bring_solution_back(post, hiding.details if hiding else {})
    shown = {"hidden_at": None, "hidden_by": None, "hidden_because": ""}
    return _change_post(post, ActKind.RESTORE_POST, by, reason, shown)


@transaction.atomic
def release_post(*, by: Person, post: Post, reason: str) -> ModerationAct:
    """Show a held post, as if it were written now. Raises as `hide_post` does."""
    post, reason = _locked_post(by, post, reason)
    if not post.waits:
        raise AlreadySo
    written_at, topic = post.created_at, post.topic
    was_first = is_first(post)
    post = _with_a_new_key(post)
    if was_first:
        topic.hidden_at, topic.created_at = None, post.created_at
        topic.save(update_fields=["hidden_at", "created_at"])
    rendered = render(post.text, by=post.author, readers=Readers.of(topic), post=post)
    announce(post, rendered.mentioned)
    if was_first:
        tell_topic_changed(topic)
    return record(
        kind=ActKind.RELEASE_POST,
        by=by,
        person=post.author,
        post=post,
        reason=reason,
        written_at=written_at.isoformat(),
    )


def _with_a_new_key(post: Post) -> Post:
    """Keys rise in the order in which posts are seen, so that nobody has read past what they could not see."""
    old, client_id = post.pk, post.client_id
    Post.objects.filter(pk=old).update(client_id=uuid4(), was=None)  # the copy has the form's
    post.pk, post.client_id, post.was = None, client_id, old
    post.created_at, post.held_at, post.held_because = clock.now(), None, ""
    post._state.adding = True  # noqa: SLF001  Django's documented way to copy a row
    post.save(force_insert=True)
    for relation in Post._meta.related_objects:
        rows = relation.related_model._base_manager.filter(  # noqa: SLF001  all rows
            **{relation.field.name: old}
        )
        rows.update(**{relation.field.name: post})
    move_drafts(place_of_edit(Post(pk=old)), place_of_edit(post))
    Post.objects.filter(pk=old).delete()
    return post


# A topic


@transaction.atomic
def hide_topic(*, by: Person, topic: Topic, reason: str) -> ModerationAct:
    """Show the topic to nobody but its author and moderators. Raises `NotAllowed`, `ReasonNeeded`, `AlreadySo`."""
    topic, first, reason = _locked_with_first(by, topic, reason)
    if topic.hidden_at:
        raise AlreadySo
    settle(first, by=by, outcome=Outcome.HIDDEN)
    return _change(topic, ActKind.HIDE_TOPIC, by, reason, hidden_at=clock.now())


@transaction.atomic
def restore_topic(*, by: Person, topic: Topic, reason: str) -> ModerationAct:
    """Show it again. Raises as `hide_topic` does, and `StillHeld`."""
    topic, first, reason = _locked_with_first(by, topic, reason)
    if not topic.hidden_at:
        raise AlreadySo
    if first.held_at:
        raise StillHeld
    return _change(topic, ActKind.RESTORE_TOPIC, by, reason, hidden_at=None)


@transaction.atomic
def close_topic(*, by: Person, topic: Topic, reason: str) -> ModerationAct:
    """Nobody but moderators writes in it any more. Raises as `hide_topic` does."""
    topic, reason = _locked_topic(by, topic, reason)
    if topic.locked_at:
        raise AlreadySo
    return _change(topic, ActKind.LOCK, by, reason, locked_at=clock.now())


@transaction.atomic
def open_topic(*, by: Person, topic: Topic, reason: str) -> ModerationAct:
    """Write again. Raises as `hide_topic` does."""
    topic, reason = _locked_topic(by, topic, reason)
    if not topic.locked_at:
        raise AlreadySo
    return _change(topic, ActKind.UNLOCK, by, reason, locked_at=None)


@transaction.atomic
def pin_topic(*, by: Person, topic: Topic, reason: str) -> ModerationAct:
    """Let it stand above the others; one's own too. Raises as `hide_topic` does."""
    topic = lock_topics(topic)[topic.pk]
    require(access.can_order(by, topic))
    reason = clean_reason(reason)
    if topic.pinned_at:
        raise AlreadySo
    return _change(topic, ActKind.PIN, by, reason, pinned_at=clock.now())


@transaction.atomic
def unpin_topic(*, by: Person, topic: Topic, reason: str) -> ModerationAct:
    """Let it stand among the others. Raises as `hide_topic` does."""
    topic = lock_topics(topic)[topic.pk]
    require(access.can_order(by, topic))
    reason = clean_reason(reason)
    if not topic.pinned_at:
        raise AlreadySo
    return _change(topic, ActKind.UNPIN, by, reason, pinned_at=None)


# A person


@transaction.atomic
def warn(*, by: Person, person: Person, reason: str, post: Post | None = None) -> ModerationAct:
    """Tell somebody what they should not do again. Raises `NotAllowed`, `ReasonNeeded`."""
    require(access.can_moderate(by, person))
    reason = clean_reason(reason)
    if post:
        settle(post, by=by, outcome=Outcome.ACTED)
    return record(kind=ActKind.WARN, by=by, person=person, post=post, reason=reason)


@transaction.atomic
def silence(
    *, by: Person, person: Person, days: int, reason: str, post: Post | None = None
) -> ModerationAct:
    """Let somebody read and not write for some days from now, whatever was said before.

    Raises `NotAllowed`, `ReasonNeeded`, `DaysNeeded`.
    """
    require(access.can_moderate(by, person))
    reason = clean_reason(reason)
    if not 1 <= days <= LONGEST_SILENCE:
        raise DaysNeeded(most=LONGEST_SILENCE)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    _end_silence(person)
    now = clock.now()
    until = now + timedelta(days=days)
    Silence.objects.create(person=person, by=by, since=now, until=until)
    if post:
        settle(post, by=by, outcome=Outcome.ACTED)
    return record(
        kind=ActKind.SILENCE,
        by=by,
        person=person,
        post=post,
        reason=reason,
        until=until.isoformat(),
    )


@transaction.atomic
def lift(*, by: Person, person: Person, reason: str) -> ModerationAct:
    """Let somebody write again. Raises `NotAllowed`, `ReasonNeeded`, `AlreadySo`."""
    require(access.can_moderate(by, person))
    reason = clean_reason(reason)
    if not person.silences.in_force().exists():
        raise AlreadySo
    _end_silence(person)
    return record(kind=ActKind.LIFT, by=by, person=person, reason=reason)


def _end_silence(person: Person) -> None:
    person.silences.filter(lifted_at=None).update(lifted_at=clock.now())
    forget_silence(person)


def _locked_post(by: Person, post: Post, reason: str) -> tuple[Post, str]:
    """The post as it is now, with its topic locked, if this person moderates it; and the reason, if it is one."""
    topic = lock(post)
    post = topic.posts.select_related("author").get(pk=post.pk)
    post.topic = topic
    require(access.can_moderate_post(by, post))
    return post, clean_reason(reason)


def _locked_topic(by: Person, topic: Topic, reason: str) -> tuple[Topic, str]:
    topic = lock_topics(topic)[topic.pk]
    require(access.can_moderate_topic(by, topic))
    return topic, clean_reason(reason)


def _locked_with_first(by: Person, topic: Topic, reason: str) -> tuple[Topic, Post, str]:
    """To hide or show a topic: also a private one, where its author's first post was complained of."""
    topic = lock_topics(topic)[topic.pk]
    first = topic.posts.order_by("pk").select_related("author").earliest("pk")
    first.topic = topic
    begins_it = first.author_id == topic.author_id
    require(
        access.can_moderate_post(by, first) if begins_it else access.can_moderate_topic(by, topic)
    )
    return topic, first, clean_reason(reason)


def _change_post(
    post: Post,
    kind: ActKind,
    by: Person,
    reason: str,
    fields: Mapping[str, object],
    **details: Any,
) -> ModerationAct:
    for name, value in fields.items():
        setattr(post, name, value)
    post.save(update_fields=list(fields))
    recount(post.topic)
    act = record(kind=kind, by=by, person=post.author, post=post, reason=reason, **details)
    tell_changed(post)
    return act


def _change(
    topic: Topic, kind: ActKind, by: Person, reason: str, **fields: object
) -> ModerationAct:
    for name, value in fields.items():
        setattr(topic, name, value)
    topic.save(update_fields=list(fields))
    act = record(kind=kind, by=by, person=topic.author, topic=topic, reason=reason)
    tell_topic_changed(topic)
    return act
