"""Somebody asks, begins to talk, or answers."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from exchange.forum import access
from exchange.forum.choices import Audience, TopicKind
from exchange.forum.models import Category, Draft, Follow, Post, Strand, Topic
from exchange.forum.text import clean_text, clean_title, language_of_text, to_html
from lms import clock
from lms.people.models import Person
from lms.rules import require

# Who wants to know of a new post joins here, and is called in its transaction.
on_posted: list[Callable[[Post], None]] = []


def start_topic(
    *,
    author: Person,
    kind: TopicKind,
    title: str,
    text: str,
    client_id: UUID,
    category: Category | None = None,
    course_key: UUID | None = None,
    activity_key: UUID | None = None,
) -> Topic:
    """Ask or begin to talk, in a category or in a course's discussion. The same form sent twice is one topic.

    Raises `NotAllowed`, and what `clean_title` and `clean_text` refuse.
    """
    require(access.can_start_topic(author, category) if category else access.can_write(author))
    title, text = clean_title(title), clean_text(text)
    try:
        with transaction.atomic():
            if sent := _sent_before(author, client_id):
                return sent.topic
            audience = Audience(category.audience) if category else Audience.EVERYONE
            own = author.confirmed_municipality_id if audience == Audience.MUNICIPALITY else None
            topic = Topic.objects.create(
                category=category,
                course_key=course_key,
                activity_key=activity_key,
                audience=audience,
                municipality_id=own,
                kind=kind,
                title=title,
                language=language_of_text(f"{title} {text}"),
                author=author,
                membership=author.confirmed_membership,
            )
            strand = Strand.objects.create(topic=topic)
            _write(topic, strand, author, text, client_id)
            place = f"new:{category.key}" if category else f"new:course:{course_key}"
            Draft.objects.filter(person=author, place=place).delete()
    except IntegrityError:
        if sent := _sent_before(author, client_id):  # a double click: the other request was first
            return sent.topic
        raise
    return topic


def answer(*, author: Person, topic: Topic, text: str, client_id: UUID) -> Post:
    """Write under a topic. The same form sent twice is one post. Raises `NotAllowed`, and what `clean_text` refuses."""
    require(access.can_answer(author, topic))
    text = clean_text(text)
    try:
        with transaction.atomic():
            # Locked, so that keys rise in the order in which the posts of a topic can be seen.
            topic = Topic.objects.select_for_update(no_key=True, of=("self",)).get(pk=topic.pk)
            require(access.can_answer(author, topic))
            if sent := _sent_before(author, client_id):
                return sent
            strand = topic.strands.order_by("pk").first()
            assert strand is not None, "a topic has a strand from its first post on"
            post = _write(topic, strand, author, text, client_id)
            Draft.objects.filter(person=author, place=f"topic:{topic.pk}").delete()
    except IntegrityError:
        if sent := _sent_before(author, client_id):
            return sent
        raise
    return post


def _sent_before(author: Person, client_id: UUID) -> Post | None:
    return Post.objects.filter(author=author, client_id=client_id).select_related("topic").first()


def _write(topic: Topic, strand: Strand, author: Person, text: str, client_id: UUID) -> Post:
    post = Post.objects.create(
        topic=topic,
        strand=strand,
        author=author,
        membership=author.confirmed_membership,
        client_id=client_id,
        language=language_of_text(text),
        text=text,
        html=to_html(text),
    )
    Topic.objects.filter(pk=topic.pk).update(
        posts_count=F("posts_count") + 1, last_post_at=post.created_at
    )
    Follow.objects.get_or_create(person=author, topic=topic, defaults={"since": clock.now()})
    for tell in on_posted:
        tell(post)
    return post
