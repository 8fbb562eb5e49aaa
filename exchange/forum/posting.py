"""Somebody asks, begins to talk, or answers."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from exchange.forum import access, limits
from exchange.forum.attaching import attach_uploads
from exchange.forum.audiences import Readers
from exchange.forum.choices import Audience, TopicKind
from exchange.forum.drafts import forget_draft, place_of_answer, place_of_new
from exchange.forum.editing import edit_post, in_topic, lock, lock_category
from exchange.forum.mentioning import tell_called
from exchange.forum.models import Category, Follow, Post, Strand, Topic
from exchange.forum.models.topic import OF_MUNICIPALITIES
from exchange.forum.quoting import keep_quotes
from exchange.forum.refusals import SentAlready
from exchange.forum.rendering import render
from exchange.forum.text import clean_text, clean_title, language_of_text
from lms import clock
from lms.people.models import Municipality, Person
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
    other_municipality: Municipality | None = None,
) -> Topic:
    """Ask or begin to talk: in a category, in a course's discussion, or with another municipality alone.

    The same form sent twice is one topic.

    A topic whose first post is held is hidden until that is released.

    Raises `NotAllowed`, `SentAlready`, `TooManyMentions`, and what `clean_title` and `clean_text` refuse.
    """
    if other_municipality:
        require(access.can_talk_with(author, other_municipality.pk))
    else:
        require(access.can_start_topic(author, category) if category else access.can_write(author))
    title, text = clean_title(title), clean_text(text)
    try:
        with transaction.atomic():
            if sent := _sent_before(author, client_id):
                return _sent_again(sent, text, title).topic
            if category:
                category = lock_category(category)
                require(access.can_start_topic(author, category))
            audience = Audience(category.audience) if category else Audience.EVERYONE
            if other_municipality:
                audience = Audience.TWO
            is_own = audience in OF_MUNICIPALITIES
            topic = Topic.objects.create(
                category=category,
                course_key=course_key,
                activity_key=activity_key,
                audience=audience,
                municipality_id=author.confirmed_municipality_id if is_own else None,
                other_municipality=other_municipality,
                kind=kind,
                title=title,
                language=language_of_text(f"{title} {text}"),
                author=author,
                membership=author.confirmed_membership,
            )
            strand = Strand.objects.create(topic=topic)
            place = place_of_new(category, course_key)
            post = _write(topic, strand, author, text, client_id, place=place)
            if post.held_at:
                topic.hidden_at = post.held_at
                topic.save(update_fields=["hidden_at"])
    except IntegrityError:
        if sent := _sent_before(author, client_id):  # a double click: the other request was first
            return _sent_again(sent, text, title).topic
        raise
    return topic


def answer(*, author: Person, topic: Topic, text: str, client_id: UUID) -> Post:
    """Write under a topic. The same form sent twice is one post; with another text, it changes what was sent.

    Raises `NotAllowed`, `SentAlready`, `TooManyMentions`, and what `clean_text` refuses.
    """
    require(access.can_answer(author, topic))
    text = clean_text(text)
    try:
        # Locked, so that keys rise in the order in which the posts of a topic can be seen.
        return in_topic(topic, lambda there: _answer_in(there, author, text, client_id))
    except IntegrityError:
        if sent := _sent_before(author, client_id):
            return _sent_again(sent, text)
        raise


def _answer_in(topic: Topic, author: Person, text: str, client_id: UUID) -> Post:
    require(access.can_answer(author, topic))
    if sent := _sent_before(author, client_id):
        return _sent_again(sent, text)
    strand = topic.strands.order_by("pk").first()
    assert strand is not None, "a topic has a strand from its first post on"
    return _write(topic, strand, author, text, client_id, place=place_of_answer(topic.pk))


def _sent_before(author: Person, client_id: UUID) -> Post | None:
    return (
        Post.objects.filter(author=author, client_id=client_id)
        .select_related("topic", "author")
        .first()
    )


def _sent_again(sent: Post, text: str, title: str | None = None) -> Post:
    """What the form became on its second way: the answer to the first was lost, and its text was changed meanwhile."""
    if text == sent.text and title in {None, sent.topic.title}:
        return sent
    if not access.can_edit(sent.author, sent):
        raise SentAlready
    with transaction.atomic():
        lock(sent)
        sent.refresh_from_db(fields=["version"])
        return edit_post(by=sent.author, post=sent, text=text, version=sent.version, title=title)


def _write(
    topic: Topic, strand: Strand, author: Person, text: str, client_id: UUID, *, place: str
) -> Post:
    rendered = render(text, by=author, readers=Readers.of(topic))
    held = limits.why_held(author, text)
    post = Post.objects.create(
        topic=topic,
        strand=strand,
        author=author,
        membership=author.confirmed_membership,
        client_id=client_id,
        language=language_of_text(text),
        text=text,
        html=rendered.html,
        held_at=clock.now() if held else None,
        held_because=held,
    )
    Follow.objects.get_or_create(person=author, topic=topic, defaults={"since": clock.now()})
    keep_quotes(post, rendered.quoted)
    attach_uploads(post, place)
    forget_draft(author, place)
    if not held:
        announce(post, rendered.mentioned)
    return post


def announce(post: Post, mentioned: Sequence[Person]) -> None:
    """From now on everybody sees it: it counts, and is told to whom it calls, and to whoever wants to know."""
    Topic.objects.filter(pk=post.topic_id).update(
        posts_count=F("posts_count") + 1, last_post_at=post.created_at
    )
    tell_called(post, mentioned)
    for tell in on_posted:
        tell(post)
