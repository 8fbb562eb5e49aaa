"""Some answers become a topic of their own."""

from collections.abc import Collection

from django.db import transaction

from exchange.forum import access
from exchange.forum.acts import clean_reason, record
from exchange.forum.choices import ActKind, TopicKind
from exchange.forum.editing import drop_solution, lock_topics, recount, tell_topic_changed
from exchange.forum.models import Follow, Post, Reading, Strand, Topic
from exchange.forum.refusals import ChooseAnswers, StillHidden
from exchange.forum.text import clean_title, language_of_text
from lms.people.models import Person
from lms.rules import require

READINGS = 1_000  # written at once


@transaction.atomic
def split_topic(
    *,
    by: Person,
    topic: Topic,
    posts: Collection[int],
    title: str,
    reason: str,
    kind: TopicKind = TopicKind.QUESTION,
) -> Topic:
    """Let the posts of these keys begin a topic in the same place; its author is that of the first of them.

    What was read stays read, what was not stays unread. Raises `NotAllowed`, `ReasonNeeded`, `ChooseAnswers`,
    `StillHidden`, and what `clean_title` refuses.
    """
    topic = lock_topics(topic)[topic.pk]
    require(access.can_put_elsewhere(by, topic))
    reason, title = clean_reason(reason), clean_title(title)
    if topic.hidden_at:
        raise StillHidden
    first = topic.posts.earliest("pk")
    chosen = list(
        topic.posts.shown()
        .filter(pk__in=posts)
        .exclude(pk=first.pk)
        .select_related("author")
        .order_by("pk")
    )
    if not chosen:
        raise ChooseAnswers
    made = _begin(topic, chosen[0], title, kind)
    drop_solution(topic, {post.pk for post in chosen})
    _move_posts(chosen, made)
    Follow.objects.bulk_create(
        Follow(person_id=person, topic=made)
        for person in topic.followers.values_list("person", flat=True)
    )
    recount(topic)
    recount(made)
    for author in {post.author_id: post.author for post in chosen}.values():
        record(kind=ActKind.SPLIT, by=by, person=author, topic=made, reason=reason, out_of=topic.pk)
    tell_topic_changed(topic)
    tell_topic_changed(made)
    return made


def _begin(topic: Topic, first: Post, title: str, kind: TopicKind) -> Topic:
    return Topic.objects.create(
        category=topic.category,
        course_key=topic.course_key,
        activity_key=topic.activity_key,
        audience=topic.audience,
        municipality_id=topic.municipality_id,
        kind=kind,
        title=title,
        language=language_of_text(f"{title} {first.text}"),
        author=first.author,
        membership=first.membership,
        created_at=first.created_at,
        last_post_at=first.created_at,
    )


def _move_posts(posts: Collection[Post], topic: Topic) -> None:
    """Onto a new strand for each that they hang on, with everybody's place in the old one."""
    by_strand: dict[int, list[int]] = {}
    for post in posts:
        by_strand.setdefault(post.strand_id, []).append(post.pk)
    for old, keys in sorted(by_strand.items()):
        strand = Strand.objects.create(topic=topic)
        Post.objects.filter(pk__in=keys).update(topic=topic, strand=strand)
        places = Reading.objects.filter(strand=old).values_list("person", "up_to")
        Reading.objects.bulk_create(
            (Reading(person_id=person, strand=strand, up_to=up_to) for person, up_to in places),
            batch_size=READINGS,
        )
