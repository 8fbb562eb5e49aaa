"""What moderators do is written down, with the reason, and told to whom it concerns."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from exchange.forum.choices import ActKind
from exchange.forum.models import ModerationAct, Post, Topic
from exchange.forum.models.moderation import REASON_LENGTH
from exchange.forum.refusals import ReasonNeeded, ReasonTooLong
from lms.letters import visible
from lms.people.models import Person

SHOWN_ACTS = 3  # above a topic
# Who tells people joins here, and is called in the transaction of the act.
on_moderated: list[Callable[[ModerationAct], None]] = []


def clean_reason(text: str) -> str:
    """The reason on one line. Raises `ReasonNeeded`, `ReasonTooLong`."""
    reason = on_one_line(text)
    if not any(letter.isalnum() for letter in reason):
        raise ReasonNeeded
    return reason


def on_one_line(text: str) -> str:
    """What a moderator or a reader gives as a reason, or nothing. Raises `ReasonTooLong`."""
    reason = " ".join(visible(text).split())
    if len(reason) > REASON_LENGTH:
        raise ReasonTooLong(longest=REASON_LENGTH)
    return reason


def record(
    *,
    kind: ActKind,
    by: Person,
    person: Person,
    reason: str,
    post: Post | None = None,
    topic: Topic | None = None,
    **details: Any,
) -> ModerationAct:
    """Write an act down, in the caller's transaction; whom it concerns is told, but not of what they did themselves.

    Nor whose post is in order: that somebody complained of it is nothing they have to know.
    """
    act = ModerationAct.objects.create(
        kind=kind,
        by=by,
        person=person,
        reason=reason,
        post=post,
        topic=topic or (post.topic if post else None),
        details=details,
    )
    if person.pk != by.pk and kind != ActKind.NO_PROBLEM:
        for tell in on_moderated:
            tell(act)
    return act


def acts_about(person: Person) -> QuerySet[ModerationAct]:
    """What moderators did about what this person wrote, as the person reads it, the last first."""
    told = person.moderation_acts.exclude(kind=ActKind.NO_PROBLEM)
    return told.select_related("post", "topic").order_by("-at", "-pk")


def acts_upon(topic: Topic, person: Person) -> list[ModerationAct]:
    """What was done last to the topic as a whole, for its author. Others ask no query."""
    if topic.author_id != person.pk:
        return []
    return list(topic.acts.filter(person=person, post=None).order_by("-at", "-pk")[:SHOWN_ACTS])
