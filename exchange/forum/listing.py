"""Lists of topics, and the posts of one, a page at a time by key: the thousandth page costs what the first does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Value
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from exchange.forum import access
from exchange.forum.models import Attachment, Helped, Post, Topic
from exchange.forum.models.topic import TopicQuerySet
from exchange.forum.reading import followed_topics, unread_topics
from lms.people.models import Person
from lms.prepared import Prepared, Slot

TOPICS = 25  # on a page
POSTS = 50  # on a page
LARGEST_KEY = 2**63 - 1  # that the database knows
YEARS = range(1900, 2900)  # in others a time zone can lead out of what a date can be
NAMES = ("name_ky", "name_ru", "name_en")
OF_A_TOPIC = (
    *("kind", "title", "language", "last_post_at", "posts_count", "same_problem_count", "solution"),
    *("course_key", "pinned_at", "locked_at", "author__given_name", "author__family_name"),
    *("category__key", *(f"category__{name}" for name in NAMES)),
    *(f"membership__municipality__{name}" for name in NAMES),
)
OF_A_POST = (
    *("topic", "strand", "language", "html", "created_at", "version", "edited_at", "helped_count"),
    *("hidden_at", "hidden_because", "deleted_at", "held_at", "held_because"),
    *("author__uuid", "author__given_name", "author__family_name"),
    *(f"membership__municipality__{name}" for name in NAMES),
)
FILTERS = ("unread", "unanswered", "followed", "mine", "municipality")


@dataclass(frozen=True)
class TopicsPage:
    topics: list[Topic]
    older: str  # the query of the next page, or empty


@dataclass(frozen=True)
class PostsPage:
    """Some posts one after the other, and whether there are others before and behind."""

    posts: list[Post]
    has_earlier: bool
    has_later: bool


def list_topics(topics: TopicQuerySet, user: access.User, query: QueryDict) -> TopicsPage:
    """Those that the person asked for, the last written in first; pinned ones stand above, on the first page."""
    found = narrowed(topics.visible_to(user).filter(merged_into=None), user, query.get("show", ""))
    found = found.select_related("author", "membership__municipality", "category").only(*OF_A_TOPIC)
    before = _key_of(query.get("before", ""))
    pinned: list[Topic] = []
    if before:
        found = found.filter(
            Q(last_post_at__lt=before[0]) | Q(last_post_at=before[0], pk__lt=before[1])
        )
    else:
        pinned = list(found.exclude(pinned_at=None).order_by("-pinned_at", "-pk")[:TOPICS])
    rest = list(found.filter(pinned_at=None).order_by("-last_post_at", "-pk")[: TOPICS + 1])
    older = ""
    if len(rest) > TOPICS:
        rest = rest[:TOPICS]
        older = f"{rest[-1].last_post_at.isoformat()}~{rest[-1].pk}"
    return TopicsPage([*pinned, *rest], older)


def narrowed(topics: TopicQuerySet, user: access.User, show: str) -> TopicQuerySet:
    """What a person wants to see of them: one of `FILTERS`, or all."""
    if show == "unanswered":
        return topics.unanswered()
    if isinstance(user, Person) and show in OF_A_PERSON:
        return topics.filter(OF_A_PERSON[show](user))
    return topics


OF_A_PERSON: dict[str, Callable[[Person], Q]] = {
    "unread": lambda person: Q(pk__in=unread_topics(person).values("pk")),
    "followed": lambda person: Q(pk__in=followed_topics(person).values("pk")),
    "mine": lambda person: Q(pk__in=Post.objects.shown().filter(author=person).values("topic")),
    "municipality": lambda person: Q(
        membership__municipality__isnull=False,
        membership__municipality=person.confirmed_municipality_id,
    ),
}


def _key_of(text: str) -> tuple[datetime, int] | None:
    moment, _sep, key = text.partition("~")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    if at is None or timezone.is_naive(at) or not key.isdecimal() or len(key) > 18:
        return None
    if at.year not in YEARS:
        return None
    return at, int(key)


def posts_of(topic: Topic, user: access.User) -> QuerySet[Post]:
    """The posts of the topic that the person sees, oldest first."""
    seen = Post.objects.filter(access.posts_visible_to(user), topic=topic)
    return seen.select_related("author", "membership__municipality").order_by("pk")


def posts_to_read(topic: Topic, user: access.User) -> QuerySet[Post]:
    """The same with no more of them than a page shows; `has_helped`: the person has said so; `has_files`: below it."""
    return _to_read(topic.pk, user.pk, moderates=access.is_moderator(user))


def _to_read(topic: int | Slot, person: int | Slot | None, *, moderates: bool) -> QuerySet[Any]:
    posts = Post.objects.filter(access.posts_shown_to(person, moderates=moderates), topic=topic)
    said = Exists(Helped.objects.filter(post=OuterRef("pk"), person=person))
    return (
        posts.select_related("author", "membership__municipality")
        .order_by("pk")
        .only(*OF_A_POST)
        .annotate(
            has_helped=Value(value=False) if person is None else said,
            has_files=Exists(Attachment.objects.filter(post=OuterRef("pk"))),
        )
    )


def page_from(topic: Topic, user: access.User, key: int) -> PostsPage:
    """A page that begins with the post of that key, or the first one after it: what most readers open."""
    ask = _page_from(
        is_guest=user.pk is None, moderates=access.is_moderator(user), begins=bool(key)
    )
    rows = ask.all(topic=topic.pk, person=user.pk, key=key)
    earlier = bool(key and rows and rows[0].has_earlier)
    return PostsPage(rows[:POSTS], has_earlier=earlier, has_later=len(rows) > POSTS)


@lru_cache
def _page_from(*, is_guest: bool, moderates: bool, begins: bool) -> Prepared[Any]:
    """The question for such a reader; `begins`: with a post in the midst."""

    def build(topic: Slot, person: Slot, key: Slot) -> QuerySet[Any]:
        posts = _to_read(topic, None if is_guest else person, moderates=moderates)
        if begins:
            # Asked once for all rows: what is before the key is before the first of them.
            before = Exists(posts.filter(pk__lt=key))
            posts = posts.filter(pk__gte=key).annotate(has_earlier=before)
        return posts[: POSTS + 1]

    return Prepared(build, topic=BigIntegerField(), person=BigIntegerField(), key=BigIntegerField())


def posts_from(posts: QuerySet[Post], key: int) -> PostsPage:
    """The same of any posts."""
    rows = list(posts.filter(pk__gte=key)[: POSTS + 1])
    earlier = bool(rows) and posts.filter(pk__lt=rows[0].pk).exists() if key else False
    return PostsPage(rows[:POSTS], has_earlier=earlier, has_later=len(rows) > POSTS)


def posts_until(posts: QuerySet[Post], key: int | None) -> PostsPage:
    """The page before the post of that key; None: the last page."""
    before = posts if key is None else posts.filter(pk__lt=key)
    rows: list[Post] = list(before.order_by("-pk")[: POSTS + 1])
    return PostsPage(
        list(reversed(rows[:POSTS])), has_earlier=len(rows) > POSTS, has_later=key is not None
    )


def key_on(posts: QuerySet[Post], day: date) -> int | None:
    """The first post of that day in Asia/Bishkek, or after it."""
    begins = timezone.make_aware(datetime.combine(day, time.min))
    return posts.filter(created_at__gte=begins).values_list("pk", flat=True).first()


def day_of(text: Any) -> date | None:
    """The day somebody chose; None if it is none."""
    try:
        day = parse_date(str(text or ""))
    except ValueError:
        return None
    return day if day and day.year in YEARS else None
