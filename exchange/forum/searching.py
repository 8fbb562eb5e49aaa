"""Topics and posts as they are searched: what is shown of them, for those who read the topic."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from exchange.forum import audiences
from exchange.forum.editing import on_changed, on_topic_changed
from exchange.forum.markdown import words_in
from exchange.forum.models import Post, Topic
from exchange.forum.places import places_of
from exchange.forum.posting import on_posted
from exchange.forum.quoting import on_shown_anew
from lms.people.models import Membership
from search.indexing import touch
from search.registry import Draft, Kind, Reader, Shown, register

# What has been answered helps more than what has only been asked, also than what was asked today (`RECENCY_BONUS`).
SOLVED = 1.2
SOLUTION = 1.0
ANSWER = 0.8  # the question that it answers says better what both are about
READERS = ("municipality", "other_municipality")
PLACE_OF_AUTHOR = "membership__municipality__district__region"


def register_kinds() -> None:
    """Make topics and posts known to the search, and follow what happens to them."""
    register(
        Kind(
            "topic",
            _("Forum topics"),
            topic_drafts,
            topic_keys,
            show_topics,
            _("Forum topic"),
        )
    )
    register(
        Kind(
            "post",
            _("Answers in the forum"),
            post_drafts,
            post_keys,
            show_posts,
            _("Answer in the forum"),
        )
    )
    on_posted.append(follow_new_post)
    on_changed.append(follow_post)
    on_shown_anew.append(follow_posts)
    on_topic_changed.append(follow_topic)


# What happens to them


def follow_new_post(post: Post) -> None:
    """Somebody wrote something. The topic itself says nothing else now, unless there was nothing to see of it."""
    if post.topic.posts_count == 0:  # as it was before this post
        touch("topic", str(post.topic_id))
    touch("post", str(post.pk))


def follow_post(post: Post) -> None:
    """A post was changed, hidden, came back or became the solution: the topic has its first post's words."""
    touch("topic", str(post.topic_id))
    # A solution is found by the title of its topic too, and the title changes with the first post.
    touch("post", *_named([post.pk, post.topic.solution_id]))


def follow_posts(posts: Sequence[Post]) -> None:
    """What these posts quote came or went."""
    touch("topic", *_named(sorted({post.topic_id for post in posts})))
    touch("post", *_named(post.pk for post in posts))


def follow_topic(topic: Topic) -> None:
    """The topic was moved, hidden, merged or split, and all its posts with it."""
    touch("topic", str(topic.pk))
    touch("post", *_named(topic.posts.order_by("pk").values_list("pk", flat=True)))


def _named(keys: Iterable[int | None]) -> list[str]:
    return [str(key) for key in keys if key]


# Their words


def topic_keys() -> Iterable[str]:
    """All topics that can be found."""
    keys = _found_topics().order_by("pk").values_list("pk", flat=True)
    return map(str, keys.iterator())


def post_keys() -> Iterable[str]:
    """All posts that can be found."""
    keys = _found_posts().order_by("pk").values_list("pk", flat=True)
    return map(str, keys.iterator())


def _found_topics() -> QuerySet[Topic]:
    """Those that everybody sees for whom they are, and in which there is something to read."""
    return Topic.objects.listed().filter(posts_count__gt=0)


def _found_posts() -> QuerySet[Post]:
    """Those that everybody sees for whom they are, but for the first of each topic: its words are the topic's."""
    earlier = Post.objects.filter(topic=OuterRef("topic"), pk__lt=OuterRef("pk"))
    return Post.objects.shown().filter(Exists(earlier), topic__in=Topic.objects.listed())


def topic_drafts(keys: Collection[str]) -> dict[str, list[Draft]]:
    """The title, and what the first post says while it is shown."""
    first = Post.objects.filter(topic=OuterRef("pk")).order_by("pk").values("pk")[:1]
    topics = _found_topics().filter(pk__in=keys).annotate(first=Subquery(first))
    topics = topics.select_related("category", *READERS, PLACE_OF_AUTHOR)
    shown = Post.objects.shown().filter(pk__in=[topic.first for topic in topics])
    htmls = dict(shown.values_list("pk", "html"))
    return {
        str(topic.pk): [
            Draft(
                language=topic.language,
                title=topic.title,
                body=words_in(htmls.get(topic.first, "")),
                facets=_facets(topic, topic.membership),
                access=_tokens(topic),
                moment=topic.created_at,
                weight=SOLVED if topic.solution_id else 1.0,
                within=str(topic.course_key or ""),
            )
        ]
        for topic in topics
    }


def post_drafts(keys: Collection[str]) -> dict[str, list[Draft]]:
    """What the post says; of a solution also what was asked, as far as the title says it."""
    posts = _found_posts().filter(pk__in=keys)
    of_topic = [f"topic__{each}" for each in ("category", *READERS)]
    posts = posts.select_related(*of_topic, PLACE_OF_AUTHOR)
    drafts = {}
    for post in posts:
        topic = post.topic
        is_solution = post.pk == topic.solution_id
        drafts[str(post.pk)] = [
            Draft(
                language=post.language,
                title="",
                body=words_in(post.html),
                extra=topic.title if is_solution else "",
                facets=_facets(topic, post.membership),
                access=_tokens(topic),
                moment=post.created_at,
                weight=SOLUTION if is_solution else ANSWER,
                within=str(topic.course_key or ""),
            )
        ]
    return drafts


def _facets(topic: Topic, membership: Membership | None) -> dict[str, list[str]]:
    """A category has the key of the courses' topic on the same service; and where its author works."""
    place = membership.municipality if membership else None
    facets = {"topic": [topic.category.key]} if topic.category else {}
    if place:
        facets |= {"municipality": [place.code], "region": [place.district.region.code]}
    return facets


def _tokens(topic: Topic) -> tuple[str, ...]:
    places = (getattr(topic, name) for name in READERS)
    return audiences.tokens_for(topic.audience, *(place.code for place in places if place))


# What a reader is shown of them


def show_topics(user: Reader, keys: Collection[str], language: str) -> dict[str, Shown]:
    """Those that this reader may open and everybody else sees for whom they are."""
    topics = Topic.objects.visible_to(user).listed().filter(pk__in=keys)
    topics = topics.select_related("category", "membership__municipality")
    with translation.override(language):
        places = places_of(topics)
        return {
            str(topic.pk): Shown(
                title=topic.title,
                url=reverse("forum_topic", args=[topic.pk]),
                language=topic.language,
                municipality=_place(topic.membership, language),
                note=places[topic.place].name,
            )
            for topic in topics
        }


def show_posts(user: Reader, keys: Collection[str], language: str) -> dict[str, Shown]:
    """Each under the title of its topic; its address leads to it, wherever it stands."""
    posts = Post.objects.visible_to(user).shown().filter(pk__in=keys, topic__hidden_at=None)
    posts = posts.select_related("topic", "author", "membership__municipality")
    with translation.override(language):
        return {
            str(post.pk): Shown(
                title=post.topic.title,
                url=reverse("forum_post", args=[post.pk]),
                language=post.topic.language,
                municipality=_place(post.membership, language),
                note=post.author.short_name,
            )
            for post in posts
        }


def _place(membership: Membership | None, language: str) -> str:
    place = membership.municipality if membership else None
    return place.name_in(language) if place else ""
