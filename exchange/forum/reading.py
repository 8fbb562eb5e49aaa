"""How far somebody has read; exact, on whatever device."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
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
from lms.prepared import Prepared, PreparedForMany, Slot

FURTHER = """
INSERT INTO forum_reading (person_id, strand_id, up_to) VALUES (%s, %s, %s)
ON CONFLICT (person_id, strand_id) DO UPDATE SET up_to = excluded.up_to WHERE excluded.up_to > forum_reading.up_to
"""


def reader_of(person: Person) -> Reader:
    """Since when this person reads here: from the first visit on, or as they said last that all is read."""
    reader = READER.first(person=person.pk)
    if reader is None:
        reader, _is_new = Reader.objects.get_or_create(
            person=person, defaults={"since": _last_post()}
        )
    return reader


@transaction.atomic
def read_all(person: Person) -> None:
    """Everything written until now counts as read. What they have opened stays known: what comes there is unread."""
    Reader.objects.update_or_create(person=person, defaults={"since": _last_post()})


def _last_post() -> int:
    return Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def read_posts(person: Person, posts: Iterable[Post], places: dict[int, int]) -> None:
    """The person has read the topic up to the last of these posts. `places`: as `place_in` gave them.

    In each strand of it, so that a page that was skipped is skipped in all of them. Nothing is written twice; but once
    also where all counts as read: what somebody has opened is listed among the unread when others write there.
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
    """Up to which post the person has opened each strand of the topic; 0: never."""
    places, _first = place_in(topic, person)
    return places


def place_in(topic: Topic, person: Person) -> tuple[dict[int, int], int | None]:
    """The same, and the key of the first post that the person has not read; None when all is read.

    One query; on somebody's very first visit, this is noted before.
    """
    strands = PLACES.all(topic=topic.pk, person=person.pk)
    if strands and strands[0][3] is None:
        reader_of(person)
        strands = PLACES.all(topic=topic.pk, person=person.pk)
    firsts = [first for _strand, _opened, first, _since in strands if first is not None]
    return {strand: opened or 0 for strand, opened, *_rest in strands}, min(firsts, default=None)


def _places(topic: Slot, person: Slot) -> QuerySet[Any, Any]:
    unread = _after(person).order_by("pk").values("pk")[:1]
    since = Reader.objects.filter(pk=person).values("since")[:1]
    opened = Reading.objects.filter(person=person, strand=OuterRef("pk")).values("up_to")[:1]
    found: QuerySet[Any, Any] = _strands(person, Strand.objects.filter(topic=topic)).annotate(
        opened=Subquery(opened), first=Subquery(unread), since=Subquery(since)
    )
    return found.values_list("pk", "opened", "first", "since")


def unread_in(topics: Collection[Topic], person: Person) -> dict[int, int]:
    """How many posts of each topic the person has not read; their own are not counted. One query."""
    counts: dict[int, int] = {}
    for topic_id, unread in UNREAD.all([topic.pk for topic in topics], person=person.pk):
        counts[topic_id] = counts.get(topic_id, 0) + unread
    return counts


def unread_topics(person: Person | Slot) -> QuerySet[Any, Any]:
    """The keys of the topics that the person follows or has opened, and in which there is something new."""
    opened = Reading.objects.filter(person=person).values("strand")
    topics = Follow.objects.filter(person=person, topic__isnull=False).values("topic")
    followed = Strand.objects.filter(topic__in=topics).values("pk")
    # One set, not one or the other: the database then looks at these strands, and at no others.
    known = Strand.objects.filter(pk__in=opened.union(followed))
    strands = _strands(person, known).filter(Exists(_after(person)))
    return strands.values("topic")


def followed_topics(person: Person | Slot) -> QuerySet[Topic]:
    """What the person follows: the topics themselves."""
    return Topic.objects.filter(
        pk__in=Follow.objects.filter(person=person, topic__isnull=False).values("topic")
    )


def _strands(person: Person | Slot, strands: QuerySet[Any]) -> QuerySet[Any]:
    """With `up_to`, the post up to which the person has read."""
    since = Reader.objects.filter(pk=getattr(person, "pk", person)).values("since")[:1]
    mine = Reading.objects.filter(person=person, strand=OuterRef("pk")).values("up_to")[:1]
    zero = Value(0, output_field=BigIntegerField())
    found: QuerySet[Any] = strands.annotate(
        up_to=Greatest(Coalesce(Subquery(mine), zero), Coalesce(Subquery(since), zero))
    )
    return found


def _after(person: Person | Slot) -> QuerySet[Post]:
    """What is shown of a strand behind `up_to`, but for the person's own."""
    shown = Post.objects.shown().filter(strand=OuterRef("pk"), pk__gt=OuterRef("up_to"))
    return shown.filter(~Q(author=person))


def _unread(person: Person | Slot, strands: QuerySet[Any]) -> QuerySet[Any]:
    """With `unread`, how many posts of the strand come after it."""
    posts = _after(person).order_by().values("strand").annotate(n=Count("pk")).values("n")
    found: QuerySet[Any] = _strands(person, strands).annotate(
        unread=Coalesce(Subquery(posts, output_field=IntegerField()), 0)
    )
    return found


def _unread_in(about: Q, person: Slot) -> QuerySet[Any, Any]:
    return _unread(person, Strand.objects.filter(about)).values_list("topic_id", "unread")


UNREAD = PreparedForMany(_unread_in, "topic", BigIntegerField(), person=BigIntegerField())
READER = Prepared(lambda person: Reader.objects.filter(pk=person), person=BigIntegerField())
PLACES = Prepared(_places, topic=BigIntegerField(), person=BigIntegerField())
