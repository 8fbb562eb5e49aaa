"""The forum's pages whose cost has a limit, for a member and for a guest."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import translation

from exchange.forum.choices import Audience
from exchange.forum.listing import POSTS
from exchange.forum.models import Category, Topic
from lms.people.models import Person
from tests.performance.pages import LANGUAGE, MOST_QUERIES, Page

TOPIC, LIST = 40, 25  # times the constant view
MOST_OF_A_TOPIC = 10  # queries


def forum_pages_of(
    member: Person, category: Category, full: Topic, long: Topic, deep: int
) -> list[Page]:
    """`full` fills a page, `long` many; `deep` is a post in the middle of that."""
    with translation.override(LANGUAGE):
        front = reverse("forum")
        listed = reverse("forum_category", args=[category.key])
        page, of_many = (reverse("forum_topic", args=[topic.pk]) for topic in (full, long))
    of_lists = [
        ("forum", front),
        ("category", listed),
        ("unanswered", f"{front}?show=unanswered"),
    ]
    of_topics = [
        ("topic of 50 posts", f"{page}?from=0"),
        ("of 5,000, the first 50", f"{of_many}?from=0"),
        ("of 5,000, in the midst", f"{of_many}?from={deep}"),
        ("of 5,000, the last 50", f"{of_many}?last"),
    ]
    of_members = [(name, f"{front}?show={name}") for name in ("unread", "followed", "mine")]
    return [
        Page(name if person else f"{name}, a guest", path, person, limit, most)
        for person in (member, None)
        for some, limit, most in (
            (of_lists, LIST, MOST_QUERIES),
            (of_members if person else [], LIST, MOST_QUERIES),
            (of_topics, TOPIC, MOST_OF_A_TOPIC),
        )
        for name, path in some
    ]


def forum_pages_of_scale() -> list[Page]:
    """In the topics that were invented, for somebody who wrote in them."""
    public = Topic.objects.listed().filter(audience=Audience.EVERYONE, category__isnull=False)
    long = public.order_by("-posts_count")[0]
    full = public.filter(posts_count__gte=POSTS).order_by("posts_count", "pk")[0]
    category = full.category
    assert category
    middle = long.posts.shown().order_by("pk").values_list("pk", flat=True)[long.posts_count // 2]
    return forum_pages_of(next(members()), category, full, long, middle)


def letters_of_scale(count: int) -> list[tuple[str, Person]]:
    """Where so many members answer, each in another topic."""
    topics = Topic.objects.listed().filter(audience=Audience.EVERYONE, locked_at=None)
    with translation.override(LANGUAGE):
        paths = [reverse("forum_answer", args=[topic.pk]) for topic in topics[:count]]
    return list(zip(paths, members(), strict=False))


def members() -> Iterator[Person]:
    """Who reads and writes, and has no role."""
    people = Person.objects.filter(email=None, role_grants=None, posts__isnull=False).distinct()
    return (each for each in people.order_by("-pk") if each.confirmed_municipality_id)
