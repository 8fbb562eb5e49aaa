"""Whom what is written and done here concerns is told; and what is hidden, moved or changed, its notices follow.

Each function is called in the transaction of the act, by the hook that `AppConfig.ready` joins it to.
"""

from collections.abc import Sequence

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from exchange.forum.audiences import Readers, who_reads
from exchange.forum.choices import Audience
from exchange.forum.editing import is_first
from exchange.forum.models import Flag, Follow, ModerationAct, Post, Topic
from exchange.forum.notice_kinds import (
    ANSWER,
    COMPLAINT,
    MENTION,
    MODERATED,
    OF_SOLUTIONS,
    REPLY,
    SOLVED,
    SOLVING,
    TOPIC,
)
from exchange.forum.readers import readers_of
from lms.notifications import telling
from lms.notifications.kinds import Kind
from lms.notifications.models import PlacePreference
from lms.people.models import Person

NAME_OF_POST = Concat(Value("post:"), Cast("pk", CharField(max_length=20)))


def name_of(post: Post) -> str:
    """What a notice calls a post."""
    return f"post:{post.pk}"


def place_of(topic: Topic) -> str:
    """What a notice calls a topic."""
    return f"topic:{topic.pk}"


# Somebody is told


def tell_followers(post: Post) -> None:
    """A post is seen from now on: whoever follows what it is in hears of it."""
    topic = post.topic
    if is_first(post):
        followers, name = _followers_where(topic)
        people = _readers(topic, followers, but=[post.author_id])
        _tell(TOPIC, post, people, followed=name)
        return
    people = _readers(topic, topic.followers.all(), but=[post.author_id])
    if topic.author_id != post.author_id:
        _tell(ANSWER, post, people.filter(pk=topic.author_id), followed=place_of(topic))
    _tell(REPLY, post, people.exclude(pk=topic.author_id), followed=place_of(topic))


def tell_mentioned(post: Post, people: Sequence[Person]) -> None:
    """A post calls these people, who read it. Whoever has heard of the post already hears nothing more of it."""
    _tell(MENTION, post, people)


def tell_solved(topic: Topic, post: Post) -> None:
    """An answer solved a question: its author hears of it, and whoever follows the question."""
    by = topic.solved_by_id
    if post.author_id != by:
        _tell(SOLVING, post, [post.author], event=f"solving:{post.pk}")
    followers = _readers(topic, topic.followers.all(), but=[post.author_id, by])
    _tell(SOLVED, post, followers, event=f"solved:{post.pk}", followed=place_of(topic))


def tell_moderated(act: ModerationAct) -> None:
    """A moderator did something about what this person wrote."""
    telling.tell(MODERATED, event=f"act:{act.pk}", subject=f"act:{act.pk}", people=[act.person])


def tell_settled(flag: Flag) -> None:
    """What somebody complained of has been looked at."""
    telling.tell(
        COMPLAINT, event=f"flag:{flag.pk}", subject=f"flag:{flag.pk}", people=[flag.person]
    )


def _tell(
    kind: Kind,
    post: Post,
    people: QuerySet[Person] | Sequence[Person],
    *,
    event: str = "",
    followed: str = "",
) -> None:
    topic = post.topic
    telling.tell(
        kind,
        event=event or name_of(post),
        subject=name_of(post),
        place=place_of(topic),
        readers=readers_of(topic),
        people=people,
        followed=followed,
    )
    # Released or solved in a topic that is hidden: told when that is shown again.
    if topic.hidden_at:
        telling.withdraw(telling.about([name_of(post)]))


def _followers_where(topic: Topic) -> tuple[QuerySet[Follow], str]:
    """Who follows the category or the course that it stands in, and what notices call that; it may stand in neither."""
    if topic.category_id:
        return Follow.objects.filter(category=topic.category_id), f"category:{topic.category_id}"
    if topic.course_key:
        return Follow.objects.filter(course_key=topic.course_key), f"course:{topic.course_key}"
    return Follow.objects.none(), ""


def _readers(
    topic: Topic, followers: QuerySet[Follow], *, but: Sequence[int | None]
) -> QuerySet[Person]:
    """Those followers who read the topic now."""
    people = Person.objects.filter(pk__in=followers.order_by().values("person"))
    if topic.audience != Audience.EVERYONE:
        people = people.filter(who_reads(Readers.of(topic)))
    return people.exclude(pk__in=[pk for pk in but if pk])


# Notices follow what they tell of


def follow_post(post: Post) -> None:
    """A post was changed, hidden, deleted or brought back, or solves a question."""
    notices = telling.about([name_of(post)]).exclude(kind__in=OF_SOLUTIONS)
    if post.is_shown and post.topic.hidden_at is None:
        telling.restore(notices)
    else:
        telling.withdraw(notices)
    _follow_solution(post.topic)


def follow_topic(topic: Topic) -> None:
    """Who reads a topic, where its posts stand, or whether it is shown, has changed."""
    if topic.merged_into_id:
        _follow_merger(place_of(topic), f"topic:{topic.merged_into_id}")
        return
    posts = Post.objects.filter(topic=topic).annotate(name=NAME_OF_POST).order_by()
    telling.move(
        telling.about(posts.values_list("name", flat=True)),
        place=place_of(topic),
        readers=readers_of(topic),
    )
    if topic.hidden_at:
        telling.withdraw(telling.there(place_of(topic)))
        return
    shown = telling.about(posts.shown().values_list("name", flat=True))
    telling.restore(shown.exclude(kind__in=OF_SOLUTIONS))
    _follow_solution(topic)


def _follow_solution(topic: Topic) -> None:
    notices = telling.there(place_of(topic)).filter(kind__in=OF_SOLUTIONS)
    solution = Q(subject=f"post:{topic.solution_id}")
    if topic.hidden_at:
        telling.withdraw(notices)
        return
    telling.withdraw(notices.exclude(solution))
    if topic.solution_id:
        telling.restore(notices.filter(solution))


def _follow_merger(source: str, target: str) -> None:
    """How somebody wants to hear of the one holds for the other, unless they have said so for that too."""
    before = PlacePreference.objects.filter(place=source)
    PlacePreference.objects.bulk_create(
        [PlacePreference(person_id=each.person_id, place=target, way=each.way) for each in before],
        ignore_conflicts=True,
    )
    before.delete()
