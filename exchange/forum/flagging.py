"""Somebody complains of a post, and a moderator settles it."""

from collections.abc import Callable

from django.db import IntegrityError, transaction

from exchange.forum import access
from exchange.forum.acts import on_one_line, record
from exchange.forum.choices import ActKind, Complaint, Outcome
from exchange.forum.editing import lock
from exchange.forum.models import Flag, ModerationAct, Post
from exchange.forum.refusals import AlreadySo
from lms import clock
from lms.people.models import Person
from lms.rules import require

# Who tells those who complained joins here, and is called in the transaction.
on_settled: list[Callable[[Flag], None]] = []


def complain(*, person: Person, post: Post, reason: Complaint, words: str = "") -> Flag:
    """Say that something is wrong with a post; twice is once, while it waits. Raises `NotAllowed`, `ReasonTooLong`."""
    require(access.can_complain(person, post))
    words = on_one_line(words)
    try:
        with transaction.atomic():
            flag, _is_new = Flag.objects.open().get_or_create(
                post=post, person=person, defaults={"reason": reason, "words": words}
            )
    except IntegrityError:  # a double click: the other request was first
        flag = Flag.objects.open().get(post=post, person=person)
    return flag


@transaction.atomic
def dismiss(*, by: Person, post: Post, reason: str = "") -> ModerationAct:
    """Nothing is wrong with the post. Its author hears nothing of it, so a reason is for moderators alone.

    Raises `NotAllowed`, `ReasonTooLong`, `AlreadySo`.
    """
    post.topic = lock(post)
    require(access.can_moderate_post(by, post))
    reason = on_one_line(reason)
    if not settle(post, by=by, outcome=Outcome.NO_PROBLEM):
        raise AlreadySo
    return record(kind=ActKind.NO_PROBLEM, by=by, person=post.author, post=post, reason=reason)


def settle(post: Post, *, by: Person, outcome: Outcome) -> int:
    """Close what was complained of, in the caller's transaction; those who complained are told. Returns how many."""
    flags = list(post.flags.open().select_for_update(no_key=True))
    for flag in flags:
        flag.resolved_at, flag.resolved_by, flag.outcome = clock.now(), by, outcome
        flag.save(update_fields=["resolved_at", "resolved_by", "outcome"])
        for tell in on_settled:
            tell(flag)
    return len(flags)
