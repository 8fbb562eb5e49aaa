"""What the forum keeps beside its rows, counted again from the rows: for `manage.py check_records`."""

from collections.abc import Iterator
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from exchange.forum.models import Helped, Post, Reader, Reading, SameProblem, Strand, Topic

MOST = 20  # of one kind are told; what is wrong more often is wrong for one reason


def differences() -> Iterator[str]:
    """A sentence for each place where what is kept is not what the rows say."""
    yield from _topics()
    yield from _posts()
    yield from _readers()


def _topics() -> Iterator[str]:
    shown = Post.objects.shown().filter(topic=OuterRef("pk"))
    topics: QuerySet[Any] = Topic.objects.annotate(
        counted=_count(shown, "topic"),
        last=Subquery(shown.order_by().values("topic").annotate(m=Max("created_at")).values("m")),
        problems=_count(SameProblem.objects.filter(topic=OuterRef("pk")), "topic"),
    ).order_by("pk")
    for topic in topics.exclude(posts_count=F("counted"))[:MOST]:
        yield f"Topic {topic.pk} keeps {topic.posts_count} posts; {topic.counted} are shown."
    for topic in topics.exclude(last=None).exclude(last_post_at=F("last"))[:MOST]:
        yield f"Topic {topic.pk} was not written in last at {topic.last_post_at}."
    for topic in topics.exclude(same_problem_count=F("problems"))[:MOST]:
        yield f"Topic {topic.pk} keeps {topic.same_problem_count} municipalities of {topic.problems}."
    firsts = Post.objects.order_by().values("topic").annotate(first=Min("pk")).values("first")
    unsolved = Q(solution__topic=F("pk"), solution__in=Post.objects.shown()) & ~Q(
        solution__in=firsts
    )
    for topic in topics.exclude(solution=None).exclude(unsolved)[:MOST]:
        yield f"Topic {topic.pk} is solved by {topic.solution_id}, which is no answer in it that is shown."
    for topic in topics.filter(merged_into=None).exclude(
        Exists(Strand.objects.filter(topic=OuterRef("pk")))
    ):
        yield f"Topic {topic.pk} has no strand."


def _posts() -> Iterator[str]:
    astray = Post.objects.exclude(strand__topic=F("topic")).order_by("pk")
    for post in astray[:MOST]:
        yield f"Post {post.pk} hangs on a strand of another topic."
    helped = _count(Helped.objects.filter(post=OuterRef("pk")), "post")
    counted = Post.objects.annotate(helped_people=helped).exclude(helped_count=F("helped_people"))
    for post in counted.order_by("pk")[:MOST]:
        yield f"Post {post.pk} keeps {post.helped_count} people whom it helped."


def _readers() -> Iterator[str]:
    last = Post.objects.aggregate(last=Max("pk"))["last"] or 0
    for person in Reader.objects.filter(since__gt=last).values_list("pk", flat=True)[:MOST]:
        yield f"Person {person} has read from a post on that nobody wrote yet."
    readings = Reading.objects.order_by("pk")
    for reading in readings.filter(up_to__gt=last)[:MOST]:
        yield f"Person {reading.person_id} has read further than anybody wrote."
    for reading in readings.filter(person__forum_reader=None)[:MOST]:
        yield f"Person {reading.person_id} has read something before the first visit."


def _count(rows: QuerySet[Any], of: str) -> Coalesce:
    counted = rows.order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
