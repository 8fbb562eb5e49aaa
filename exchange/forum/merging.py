"""Two topics about one thing become one."""

from django.db import transaction

from exchange.forum import access
from exchange.forum.acts import clean_reason, record
from exchange.forum.choices import ActKind
from exchange.forum.drafts import move_drafts, place_of_answer
from exchange.forum.editing import lock_topics, recount, tell_topic_changed
from exchange.forum.models import Follow, ModerationAct, Post, SameProblem, Strand, Topic
from exchange.forum.refusals import AlreadySo, NotThere, OtherReaders, StillHidden
from lms.people.models import Person
from lms.rules import require


@transaction.atomic
def merge_topics(*, by: Person, source: Topic, target: Topic, reason: str) -> ModerationAct:
    """Let all posts of the one stand in the other, in the order in which they were written.

    Strands come along, so that what was read stays read; the address of the source leads to the target, whose
    solution and title stay. Raises `NotAllowed`, `ReasonNeeded`, `AlreadySo`, `NotThere`, `OtherReaders`,
    `StillHidden`.
    """
    reason = clean_reason(reason)
    if source.pk == target.pk:
        raise NotThere
    both = lock_topics(source, target)
    if len(both) < 2:
        raise NotThere
    source, target = both[source.pk], both[target.pk]
    for topic in (source, target):
        if topic.merged_into_id:
            raise AlreadySo
        require(access.can_put_elsewhere(by, topic))
        if topic.hidden_at:
            raise StillHidden
    if (source.audience, source.municipality_id) != (target.audience, target.municipality_id):
        raise OtherReaders
    Post.objects.filter(topic=source).update(topic=target)
    Strand.objects.filter(topic=source).update(topic=target)
    Topic.objects.filter(merged_into=source).update(merged_into=target)
    _unite_followers(source, target)
    _unite_problems(source, target)
    move_drafts(place_of_answer(source.pk), place_of_answer(target.pk))
    source.merged_into, source.pinned_at = target, None
    source.solution = source.solved_at = source.solved_by = None
    source.save(update_fields=["merged_into", "pinned_at", "solution", "solved_at", "solved_by"])
    recount(source)
    recount(target)
    act = record(
        kind=ActKind.MERGE,
        by=by,
        person=source.author,
        topic=source,
        reason=reason,
        into=target.pk,
    )
    tell_topic_changed(source)
    tell_topic_changed(target)
    return act


def _unite_followers(source: Topic, target: Topic) -> None:
    before = Follow.objects.filter(topic=source)
    # Who begins to follow the other just now is waited for, and stands there once.
    Follow.objects.bulk_create(
        [Follow(person_id=each.person_id, topic=target, since=each.since) for each in before],
        ignore_conflicts=True,
    )
    before.delete()


def _unite_problems(source: Topic, target: Topic) -> None:
    """A municipality that said so in both is counted once."""
    there = SameProblem.objects.filter(topic=target).values("municipality")
    SameProblem.objects.filter(topic=source).exclude(municipality__in=there).update(topic=target)
    SameProblem.objects.filter(topic=source).delete()
    for topic in (source, target):
        topic.same_problem_count = topic.same_problem.count()
        topic.save(update_fields=["same_problem_count"])
