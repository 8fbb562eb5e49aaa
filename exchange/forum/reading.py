"""How far somebody has read; exact, on whatever device."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import (
    BigIntegerField,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Greatest

from exchange.forum.models import Follow, Post, Reader, Reading, Strand, Topic
from lms.people.models import Person

FURTHER = """
INSERT INTO forum_reading (person_id, strand_id, up_to) VALUES (%s, %s, %s)
ON CONFLICT (person_id, strand_id) DO UPDATE SET up_to = excluded.up_to WHERE excluded.up_to > forum_reading.up_to
"""


def reader_of(person: Person) -> Reader:
    """Since when this person reads here: from the first visit on, or as they said last that all is read."""
    reader = Reader.objects.filter(pk=person.pk).first()
    if reader is None:
        reader, _is_new = Reader.objects.get_or_create(
            person=person, defaults={"since": _last_post()}
        )
    return reader


@transaction.atomic
def read_all(person: Person) -> None:
    """Everything written until now counts as read."""
    Reading.objects.filter(person=person).delete()
    Reader.objects.update_or_create(person=person, defaults={"since": _last_post()})


def _last_post() -> int:
    return Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def read_posts(person: Person, posts: Iterable[Post], places: dict[int, int]) -> None:
    """The person has read the topic up to the last of these posts. `places`: as `places_in` gave them.

    In each strand of it, so that a page that was skipped is skipped in all of them. Nothing is written twice.
    """
    posts = list(posts)
    if not posts:
        return
    up_to = posts[-1].pk
    strands = places.keys() | {post.strand_id for post in posts}
    rows = [
        (person.pk, strand, up_to) for strand in sorted(strands) if up_to > places.get(strand, 0)
    ]
    if rows:
        # By hand, since Django's own would let an older page, opened on another device, take the place back.
        with connection.cursor() as cursor:
            cursor.executemany(FURTHER, rows)


def places_in(topic: Topic, person: Person) -> dict[int, int]:
    """Up to which post the person has read each strand of the topic."""
    strands = _strands(person, topic.strands.all())
    return dict(strands.values_list("pk", "up_to"))


def first_unread(topic: Topic, person: Person, places: dict[int, int]) -> int | None:
    """The key of the first post that the person has not read; None when all is read."""
    firsts = [
        Post.objects.shown()
        .filter(strand=strand, pk__gt=up_to)
        .exclude(author=person)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first()
        for strand, up_to in places.items()
    ]
    return min((pk for pk in firsts if pk is not None), default=None)


def unread_in(topics: Collection[Topic], person: Person) -> dict[int, int]:
    """How many posts of each topic the person has not read; their own are not counted. One query."""
    counted = _unread(person, Strand.objects.filter(topic__in=[topic.pk for topic in topics]))
    counts: dict[int, int] = {}
    for topic_id, unread in counted.values_list("topic_id", "unread"):
        counts[topic_id] = counts.get(topic_id, 0) + unread
    return counts


def unread_topics(person: Person) -> QuerySet[Topic]:
    """The topics that the person follows or has opened, and in which there is something new."""
    known = Q(readings__person=person) | Q(topic__followers__person=person)
    strands = _unread(person, Strand.objects.filter(known)).filter(unread__gt=0)
    return Topic.objects.filter(pk__in=strands.values("topic"))


def followed_topics(person: Person) -> QuerySet[Topic]:
    """What the person follows: the topics themselves."""
    return Topic.objects.filter(
        pk__in=Follow.objects.filter(person=person, topic__isnull=False).values("topic")
    )


def _strands(person: Person, strands: QuerySet[Any]) -> QuerySet[Any]:
    """With `up_to`, the post up to which the person has read."""
    since = Reader.objects.filter(pk=person.pk).values("since")[:1]
    mine = Reading.objects.filter(person=person, strand=OuterRef("pk")).values("up_to")[:1]
    zero = Value(0, output_field=BigIntegerField())
    found: QuerySet[Any] = strands.annotate(
        up_to=Greatest(Coalesce(Subquery(mine), zero), Coalesce(Subquery(since), zero))
    )
    return found


def _unread(person: Person, strands: QuerySet[Any]) -> QuerySet[Any]:
    """With `unread`, how many posts of the strand come after it."""
    posts = (
        Post.objects.shown()
        .filter(strand=OuterRef("pk"), pk__gt=OuterRef("up_to"))
        .exclude(author=person)
        .order_by()
        .values("strand")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found: QuerySet[Any] = _strands(person, strands).annotate(
        unread=Coalesce(Subquery(posts, output_field=IntegerField()), 0)
    )
    return found
