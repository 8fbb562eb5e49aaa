"""Moderators, writers and readers at once, on PostgreSQL: one waits for the other, never both in a circle."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from exchange.forum.choices import Audience, Complaint
from exchange.forum.editing import delete_post, edit_post, undo_deletion
from exchange.forum.flagging import complain
from exchange.forum.listing import posts_of
from exchange.forum.merging import merge_topics
from exchange.forum.models import Category, Flag, ModerationAct, Post, Reading, Topic
from exchange.forum.moderation import hide_post, hide_topic, release_post, restore_topic
from exchange.forum.moving import follow_audience, move_topic
from exchange.forum.quoting import quote_of
from exchange.forum.reading import places_in, read_posts, reader_of, unread_in
from exchange.forum.showing import GONE
from exchange.forum.splitting import split_topic
from exchange.forum.voicing import say_same_problem
from lms.people.models import Person
from lms.rules import Refusal
from tests import make, threads
from tests.forum import talk

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
ROUNDS = 10
WHY: dict[str, Any] = {"reason": "По правилам форума."}


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Refusals are returned, anything else fails the test."""
    return threads.at_once(*acts, returned=Refusal)


def test_an_answer_written_while_its_topic_is_merged_is_lost_nowhere():
    moderator, writer = make.moderator(), make.trainer()
    for number in range(ROUNDS):
        source, target = talk.topic(writer), talk.topic(writer)
        _merged, answer = at_once(
            partial(merge_topics, by=moderator, source=source, target=target, **WHY),
            partial(talk.post, source, writer, f"Ответ {number}"),
        )
        source.refresh_from_db()
        target.refresh_from_db()
        assert isinstance(answer, Post)
        assert Post.objects.get(pk=answer.pk).topic == target
        assert (source.posts_count, target.posts_count) == (0, 3)
        assert_whole(target)


def test_the_same_problem_said_of_a_topic_while_it_is_merged_is_counted_where_it_is_now():
    moderator, writer = make.moderator(), make.trainer()
    members = [make.learner(make.municipality()) for _ in range(2)]
    for _ in range(ROUNDS):
        source, target = talk.topic(writer), talk.topic(writer)
        at_once(
            partial(merge_topics, by=moderator, source=source, target=target, **WHY),
            *(partial(say_same_problem, person=member, topic=source) for member in members),
            partial(say_same_problem, person=members[0], topic=target),
        )
        source.refresh_from_db()
        target.refresh_from_db()
        assert (source.same_problem_count, target.same_problem_count) == (0, 2)
        assert target.same_problem.count() == 2


def test_two_merges_crosswise_wait_for_each_other_and_one_is_refused():
    moderators, writer = [make.moderator(), make.moderator()], make.trainer()
    for _ in range(ROUNDS):
        one, two = talk.topic(writer), talk.topic(writer)
        done = at_once(
            partial(merge_topics, by=moderators[0], source=one, target=two, **WHY),
            partial(merge_topics, by=moderators[1], source=two, target=one, **WHY),
        )
        assert sorted(isinstance(each, Refusal) for each in done) == [False, True]
        left = Topic.objects.listed().get(pk__in=[one.pk, two.pk])
        assert left.posts_count == 2
        assert_whole(left)


def test_what_was_merged_into_a_topic_before_is_locked_with_it():
    """In the order of keys: whoever merges them waits for who has the earlier one, and holds nothing."""
    earlier, source, target = talk.topic(), talk.topic(), talk.topic()
    moderator = make.moderator()
    merge_topics(by=moderator, source=earlier, target=source, **WHY)
    threads.while_held(
        Topic.objects.filter(pk=earlier.pk),
        partial(merge_topics, by=moderator, source=source, target=target, **WHY),
        then=Topic.objects.filter(pk=source.pk),
    )
    earlier.refresh_from_db()
    assert earlier.merged_into == target


def test_a_post_hidden_while_it_is_changed_is_hidden_with_the_new_words_or_the_old():
    moderator, writer = make.moderator(), make.trainer()
    topic = talk.topic(writer)
    for number in range(ROUNDS):
        post = talk.post(topic, writer, f"Ответ {number}")
        at_once(
            partial(hide_post, by=moderator, post=post, **WHY),
            partial(edit_post, by=writer, post=post, text=f"{post.text}!", version=1),
        )
        post.refresh_from_db()
        assert post.hidden_because
        assert (post.version == 2) == post.text.endswith("!")
    topic.refresh_from_db()
    assert topic.posts_count == 1


def test_posts_that_quote_each_other_are_deleted_at_once():
    writers = [make.trainer(), make.trainer()]
    one = talk.post(talk.topic(writers[0]), writers[0], "Один.")
    other = talk.post(talk.topic(writers[1]), writers[1], quote_of(one) + "Другой.")
    edit_post(by=writers[0], post=one, text=quote_of(other) + "Один.", version=1)
    for _ in range(ROUNDS):
        done = at_once(
            partial(delete_post, by=writers[0], post=one),
            partial(delete_post, by=writers[1], post=other),
        )
        assert not any(isinstance(each, Refusal) for each in done)
        for post in (one, other):
            post.refresh_from_db()
            assert GONE in post.html
        undo_deletion(by=writers[0], post=one)
        undo_deletion(by=writers[1], post=other)


def test_a_topic_is_hidden_while_what_quotes_it_is_changed():
    moderator, writer = make.moderator(), make.trainer()
    topic, elsewhere = talk.topic(writer), talk.topic(writer)
    quoted = topic.posts.get()
    quoting = talk.post(elsewhere, writer, quote_of(quoted) + "Так.")
    edit_post(by=writer, post=quoted, text=quote_of(quoting) + quoted.text, version=1)
    for number in range(ROUNDS):
        quoting.refresh_from_db()
        at_once(
            partial(hide_topic, by=moderator, topic=topic, **WHY),
            partial(
                edit_post,
                by=writer,
                post=quoting,
                text=f"{quoting.text} {number}",
                version=quoting.version,
            ),
        )
        quoting.refresh_from_db()
        assert GONE in quoting.html
        assert quoting.html.endswith(f" {number}</p>\n")  # and it is of the new text
        restore_topic(by=moderator, topic=topic, **WHY)


def test_nobody_has_read_what_was_split_off_before_it_was_shown_to_them():
    moderator, writer, reader = make.moderator(), make.trainer(), make.learner()
    reader_of(reader)
    for _ in range(ROUNDS):
        topic = talk.topic(writer)
        posts = [talk.post(topic, writer, f"Ответ {number}") for number in range(6)]

        def read(topic: Topic = topic) -> list[int]:
            person = Person.objects.get(pk=reader.pk)
            places = places_in(topic, person)
            page = list(posts_of(topic, person)[:4])
            read_posts(person, page, places)
            return [post.pk for post in page]

        chosen = [posts[1].pk, posts[4].pk]
        seen, made = at_once(
            read,
            partial(split_topic, by=moderator, topic=topic, posts=chosen, title="Отдельно", **WHY),
        )
        never_shown = {post.pk for post in topic.posts.filter(pk__gt=max(seen))}
        counts = unread_in([topic, made], reader)
        assert counts.get(topic.pk, 0) == len(never_shown)
        assert counts.get(made.pk, 0) >= sum(pk not in seen for pk in chosen)
        assert_whole(topic)
        assert_whole(made)


def test_who_reads_a_topic_is_never_other_than_who_reads_its_category():
    writer, moderator = make.trainer(), make.moderator()
    elsewhere = talk.topic(writer, category=talk.category("water"))
    for number in range(ROUNDS):
        category = talk.category(f"waste-{number}")

        def close_category(category: Category = category) -> None:
            with transaction.atomic():  # as the editor saves it
                category.audience = Audience.TRAINERS
                category.save()
                follow_audience(category)

        stale = Category.objects.get(pk=category.pk)
        done = at_once(
            close_category,
            partial(talk.topic, writer, category=stale),
            partial(move_topic, by=moderator, topic=elsewhere, category=stale, **WHY),
        )
        assert not any(isinstance(each, Refusal) for each in done[:2])
        audiences = set(Topic.objects.filter(category=category).values_list("audience", flat=True))
        assert audiences == {Audience.TRAINERS}
        back = talk.category("water")
        elsewhere.refresh_from_db()
        if elsewhere.category != back:
            move_topic(by=moderator, topic=elsewhere, category=back, confirmed=True, **WHY)


def test_a_held_post_is_released_once():
    moderators = [make.moderator(), make.moderator()]
    for _ in range(3):
        post = talk.held()
        done = at_once(*(partial(release_post, by=by, post=post, **WHY) for by in moderators))
        assert sorted(isinstance(each, Refusal) for each in done) == [False, True]
        released = Post.objects.at(post.pk).get()
        assert released.topic.posts_count == 2
        assert ModerationAct.objects.filter(post=released).count() == 1


def test_a_double_click_is_one_complaint():
    post, person = talk.post(talk.topic()), make.learner()
    at_once(*[partial(complain, person=person, post=post, reason=Complaint.RUDE)] * 6)
    assert Flag.objects.count() == 1


def assert_whole(topic: Topic) -> None:
    """Counters, and strands, are those of the posts."""
    topic = Topic.objects.get(pk=topic.pk)
    assert topic.posts_count == topic.posts.shown().count()
    assert not topic.posts.exclude(strand__topic=topic).exists()
    assert not Reading.objects.filter(strand__topic=topic, up_to=0).exists()
