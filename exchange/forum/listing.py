"""The posts of a topic, a page at a time by key: the hundredth page costs what the first does."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, QuerySet, Value
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language

from exchange.forum import access
from exchange.forum.models import Attachment, Helped, Post, Topic
from lms.people.models import Municipality
from lms.prepared import Prepared, Slot

POSTS = 50  # on a page
YEARS = range(1900, 2900)  # in others a time zone can lead out of what a date can be
# Whose a post or a topic is, as columns of its own row: a page has fifty, and a person for each would be most of it.
OF_A_WRITER = {
    "given_name": F("author__given_name"),
    "family_name": F("author__family_name"),
    "person_key": F("author__uuid"),
}
OF_A_POST = (
    *("topic", "strand", "language", "html", "created_at", "version", "edited_at", "helped_count"),
    *("hidden_at", "hidden_because", "deleted_at", "held_at", "held_because"),
    *("author", "membership"),
)


@dataclass(frozen=True)
class PostsPage:
    """Some posts one after the other, and whether there are others before and behind."""

    posts: list[Post]
    has_earlier: bool
    has_later: bool


def posts_of(topic: Topic, user: access.User) -> QuerySet[Post]:
    """The posts of the topic that the person sees, oldest first."""
    seen = Post.objects.filter(access.posts_visible_to(user), topic=topic)
    return seen.select_related("author", "membership__municipality").order_by("pk")


def posts_to_read(topic: Topic, user: access.User) -> QuerySet[Post]:
    """The same with no more than a page shows; whose each is, whether it `has_files`, and `has_helped` this person."""
    language = get_language() or "ru"
    return _to_read(topic.pk, user.pk, language, moderates=access.is_moderator(user))


def _to_read(
    topic: int | Slot, person: int | Slot | None, language: str, *, moderates: bool
) -> QuerySet[Any]:
    posts = Post.objects.filter(access.posts_shown_to(person, moderates=moderates), topic=topic)
    said = Exists(Helped.objects.filter(post=OuterRef("pk"), person=person))
    return (
        posts.order_by("pk")
        .only(*OF_A_POST)
        .annotate(
            **OF_A_WRITER,
            municipality=Municipality.column_in(language, "membership__municipality"),
            has_helped=Value(value=False) if person is None else said,
            has_files=Exists(Attachment.objects.filter(post=OuterRef("pk"))),
        )
    )


def page_from(topic: Topic, user: access.User, key: int) -> PostsPage:
    """A page that begins with the post of that key, or the first one after it: what most readers open."""
    ask = _page_from(
        get_language() or "ru",
        is_guest=user.pk is None,
        moderates=access.is_moderator(user),
        begins=bool(key),
    )
    rows = ask.all(topic=topic.pk, person=user.pk, key=key)
    earlier = bool(key and rows and rows[0].has_earlier)
    return PostsPage(rows[:POSTS], has_earlier=earlier, has_later=len(rows) > POSTS)


@lru_cache
def _page_from(language: str, *, is_guest: bool, moderates: bool, begins: bool) -> Prepared[Any]:
    """The question for such a reader; `begins`: with a post in the midst."""

    def build(topic: Slot, person: Slot, key: Slot) -> QuerySet[Any]:
        posts = _to_read(topic, None if is_guest else person, language, moderates=moderates)
        if begins:
            # Asked once for all rows: what is before the key is before the first of them.
            before = Exists(posts.filter(pk__lt=key))
            posts = posts.filter(pk__gte=key).annotate(has_earlier=before)
        return posts[: POSTS + 1]

    return Prepared(build, topic=BigIntegerField(), person=BigIntegerField(), key=BigIntegerField())


def page_until(topic: Topic, user: access.User, key: int | None) -> PostsPage:
    """The page before the post of that key; None: the last page."""
    ask = _page_until(
        get_language() or "ru",
        is_guest=user.pk is None,
        moderates=access.is_moderator(user),
        is_last=key is None,
    )
    rows = ask.all(topic=topic.pk, person=user.pk, key=key)
    return PostsPage(
        list(reversed(rows[:POSTS])), has_earlier=len(rows) > POSTS, has_later=key is not None
    )


@lru_cache
def _page_until(language: str, *, is_guest: bool, moderates: bool, is_last: bool) -> Prepared[Any]:
    """The question for such a reader."""

    def build(topic: Slot, person: Slot, key: Slot) -> QuerySet[Any]:
        posts = _to_read(topic, None if is_guest else person, language, moderates=moderates)
        before = posts if is_last else posts.filter(pk__lt=key)
        return before.order_by("-pk")[: POSTS + 1]

    return Prepared(build, topic=BigIntegerField(), person=BigIntegerField(), key=BigIntegerField())


def posts_from(posts: QuerySet[Post], key: int) -> PostsPage:
    """A page of any posts, as `page_from` gives it."""
    rows = list(posts.filter(pk__gte=key)[: POSTS + 1])
    earlier = bool(rows) and posts.filter(pk__lt=rows[0].pk).exists() if key else False
    return PostsPage(rows[:POSTS], has_earlier=earlier, has_later=len(rows) > POSTS)


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
