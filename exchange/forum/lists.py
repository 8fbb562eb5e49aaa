"""Lists of topics, a page at a time by key: the thousandth page costs what the first does.

The questions are prepared for each kind of reader, and for what they want to see (`lms.prepared`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language

from exchange.forum import access
from exchange.forum.listing import OF_A_WRITER, YEARS
from exchange.forum.models import Category, Follow, Post, Silence, Topic
from exchange.forum.reading import followed_topics, unread_topics
from exchange.forum.silences import know_silence
from lms import clock
from lms.keys import key_from
from lms.people.models import Municipality, Person
from lms.prepared import Prepared, Slot

TOPICS = 25  # on a page
OF_A_TOPIC = (
    *("kind", "title", "language", "last_post_at", "posts_count", "same_problem_count", "solution"),
    *("course_key", "pinned_at", "locked_at", "author", "membership"),
    *("category__key", "category__name_ky", "category__name_ru", "category__name_en"),
)
PINNED, NEWEST, OLDER = "pinned", "newest", "older"  # the parts of a list


class Where(NamedTuple):
    """Whose topics are listed: of a category or of a course, by their keys; or of all places."""

    category: int | None = None
    course: UUID | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list has, but for keys and moments. `show`: one of `FILTERS`, or empty."""

    language: str
    kind: access.Kind
    is_of_category: bool
    is_of_course: bool
    show: str
    part: str


@dataclass(frozen=True)
class TopicsPage:
    """A page of a list of topics."""

    topics: list[Topic]
    older: str  # the query of the next page, or empty


def list_topics(where: Where, user: access.User, query: QueryDict) -> TopicsPage:
    """Those that the person asked for, the last written in first; pinned ones stand above, on the first page."""
    before = _key_of(query.get("before", ""))
    at, key = before or (None, None)
    values = {
        "person": user.pk,
        "municipality": user.confirmed_municipality_id if isinstance(user, Person) else None,
        "category": where.category,
        "course": where.course,
        "at": at,
        "key": key,
    }
    wanted = Wanted(
        language=get_language() or "ru",
        kind=access.kind_of(user),
        is_of_category=where.category is not None,
        is_of_course=where.course is not None,
        show=shown_of(query, user),
        part=PINNED,
    )
    pinned = [] if before else _question(wanted).all(**values)
    rest = _question(replace(wanted, part=OLDER if before else NEWEST)).all(**values)
    older = ""
    if len(rest) > TOPICS:
        rest = rest[:TOPICS]
        older = f"{rest[-1].last_post_at.isoformat()}~{rest[-1].pk}"
    return TopicsPage([*pinned, *rest], older)


def shown_of(query: QueryDict, user: access.User) -> str:
    """What this person wants to see: one of `FILTERS`, or empty for all."""
    show = query.get("show", "")
    return show if show == UNANSWERED or (show in OF_A_PERSON and isinstance(user, Person)) else ""


@lru_cache
def _question(wanted: Wanted) -> Prepared[Topic]:
    """A part of such a list."""

    def build(*, person: Slot, municipality: Slot, **other: Slot) -> QuerySet[Topic]:
        found = Topic.objects.filter(access.topics_shown_to(wanted.kind, person, municipality))
        if wanted.is_of_category:
            found = found.filter(category=other["category"])
        elif wanted.is_of_course:
            found = found.filter(course_key=other["course"])
        else:
            found = found.listed()
        if wanted.show == UNANSWERED:
            found = found.unanswered()
        elif wanted.show:
            found = found.filter(OF_A_PERSON[wanted.show](person, municipality))
        found = found.select_related("category").only(*OF_A_TOPIC)
        municipality_name = Municipality.column_in(wanted.language, "membership__municipality")
        found = found.annotate(**OF_A_WRITER, municipality_name=municipality_name)
        if wanted.part == PINNED:
            return found.exclude(pinned_at=None).order_by("-pinned_at", "-pk")[:TOPICS]
        if wanted.part == OLDER:
            at = other["at"]
            found = found.filter(Q(last_post_at__lt=at) | Q(last_post_at=at, pk__lt=other["key"]))
        return found.filter(pinned_at=None).order_by("-last_post_at", "-pk")[: TOPICS + 1]

    number, moment = BigIntegerField(), DateTimeField()
    return Prepared(
        build,
        person=number,
        municipality=number,
        category=number,
        course=UUIDField(),
        at=moment,
        key=number,
    )


UNANSWERED = "unanswered"
OF_A_PERSON: dict[str, Callable[[Slot, Slot], Q]] = {
    "unread": lambda person, _place: Q(pk__in=unread_topics(person)),
    "followed": lambda person, _place: Q(pk__in=followed_topics(person).values("pk")),
    "mine": lambda person, _place: Q(
        pk__in=Post.objects.shown().filter(author=person).values("topic")
    ),
    "municipality": lambda _person, place: (
        Q(membership__municipality__isnull=False, membership__municipality=place)
        | Q(other_municipality__isnull=False, other_municipality=place)
    ),
}
FILTERS = (UNANSWERED, *OF_A_PERSON)


def _key_of(text: str) -> tuple[datetime, int] | None:
    moment, _sep, pk = text.partition("~")
    key = key_from(pk)
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    if at is None or timezone.is_naive(at) or key is None:
        return None
    if at.year not in YEARS:
        return None
    return at, key


# The categories


def categories_for(user: access.User) -> list[Category]:
    """Those that this person may open."""
    return _ask_categories(user)


class CategoryInShort(NamedTuple):
    """What a list says of a category, in the reader's language."""

    key: str
    name: str
    lead: str


def in_short(categories: Iterable[Category]) -> tuple[CategoryInShort, ...]:
    """The same for many readers, so that what is drawn of them can be kept."""
    language = get_language() or "ru"
    return tuple(
        CategoryInShort(each.key, each.name_in(language), each.lead_in(language))
        for each in categories
    )


def category_for(user: access.User, key: str) -> Any:
    """The category of that name, if this person may open it; `follows`: whether they do."""
    found = _ask_categories(user, key)
    return found[0] if found else None


def _ask_categories(user: access.User, name: str | None = None) -> list[Any]:
    """With each comes until when the person is silenced, which pages with a way to write ask next."""
    ask = _categories(access.kind_of(user), is_one=name is not None)
    found = ask.all(name=name, person=user.pk, now=clock.now())
    if found and isinstance(user, Person):
        know_silence(user, found[0].silence)
    return found


@lru_cache
def _categories(kind: access.Kind, *, is_one: bool) -> Prepared[Any]:
    def build(name: Slot, person: Slot, now: Slot) -> QuerySet[Any]:
        found = Category.objects.filter(access.categories_visible_to(kind))
        if is_one:
            found = found.filter(key=name)
        if kind.is_guest:
            return found.annotate(follows=Value(value=False))
        silences = Silence.objects.in_force(at=now).filter(person=person)
        follows = Follow.objects.filter(person=person, category=OuterRef("pk"))
        return found.annotate(
            follows=Exists(follows), silence=Subquery(silences.values("until")[:1])
        )

    return Prepared(build, name=CharField(), person=BigIntegerField(), now=DateTimeField())
