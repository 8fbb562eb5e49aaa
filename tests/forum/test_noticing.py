"""Whom the forum tells of what, and how notices follow what they tell of."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from exchange.forum.choices import Audience, Complaint
from exchange.forum.editing import delete_post, edit_post, undo_deletion
from exchange.forum.flagging import complain
from exchange.forum.following import follow, unfollow
from exchange.forum.mentioning import call_of
from exchange.forum.merging import merge_topics
from exchange.forum.models import Category, Follow, Topic
from exchange.forum.moderation import (
    hide_post,
    hide_topic,
    release_post,
    restore_post,
    restore_topic,
    warn,
)
from exchange.forum.moving import follow_audience, move_topic
from exchange.forum.noticing import place_of
from exchange.forum.quoting import quote_of
from exchange.forum.readers import readers_of
from exchange.forum.solving import mark_solution, take_solution_back
from exchange.forum.splitting import split_topic
from lms.notifications.kinds import describe
from lms.notifications.models import Notice, Way
from lms.notifications.preferring import prefer_in
from lms.people.choices import Role
from lms.people.membership import end_membership
from lms.people.models import Person
from lms.people.roles import grant_role
from tests import make
from tests.forum import talk
from tests.forum.notices import titles, told

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"reason": "По правилам форума."}


def test_who_asked_and_who_follows_hear_of_an_answer_and_its_author_does_not():
    topic, follower = talk.topic(), make.learner()
    follow(person=follower, topic=topic)
    answer = talk.post(topic)
    assert told(topic.author) == ["answer"]
    assert told(follower) == ["reply"]
    assert told(answer.author) == []


def test_who_does_not_follow_any_more_hears_nothing_of_their_own_topic_either():
    topic = talk.topic()
    unfollow(person=topic.author, topic=topic)
    talk.post(topic)
    assert told(topic.author) == []


@pytest.mark.parametrize("where", ["category", "course"])
def test_a_new_topic_is_told_to_who_follows_the_place(where: str):
    place: dict[str, Any] = (
        {"category": talk.category()} if where == "category" else {"course_key": uuid4()}
    )
    follower, other = make.learner(), make.learner()
    follow(person=follower, **place)
    follow(person=other, category=talk.category("other"))
    topic = talk.topic(**place)
    talk.post(topic)  # an answer is told to who follows the topic
    assert (told(follower), told(other)) == (["topic"], [])


def test_who_is_mentioned_hears_once_of_the_post_though_they_follow():
    topic = talk.topic()
    talk.post(topic, text=f"{call_of(topic.author)} посмотрите.")
    assert told(topic.author) == ["mention"]


def test_a_mention_that_is_written_later_is_told():
    topic, called = talk.topic(), make.learner()
    post = talk.post(topic)
    edit_post(by=post.author, post=post, text=f"{call_of(called)} и вам.", version=post.version)
    assert told(called) == ["mention"]


def test_a_solution_is_told_to_its_author_and_to_followers_and_taken_back():
    topic, follower = talk.topic(), make.learner()
    follow(person=follower, topic=topic)
    first, second = talk.post(topic), talk.post(topic)
    mark_solution(by=topic.author, post=first)
    assert told(first.author)[-1] == "solving"
    assert told(follower)[-1] == "solved"
    mark_solution(by=topic.author, post=second)
    assert "solving" not in told(first.author)
    assert told(second.author) == ["solving"]
    assert told(follower).count("solved") == 1
    take_solution_back(by=topic.author, topic=topic)
    assert "solved" not in told(follower)
    mark_solution(by=topic.author, post=first)
    assert told(first.author).count("solving") == 1
    delete_post(by=first.author, post=first)
    assert "solved" not in told(follower)


def test_what_a_moderator_did_and_what_became_of_a_complaint_is_told():
    post, reader = talk.post(talk.topic()), make.person()
    complain(person=reader, post=post, reason=Complaint.SPAM)
    by = make.moderator()
    hide_post(by=by, post=post, **WHY)
    warn(by=by, person=post.author, post=post, **WHY)
    assert told(post.author) == ["moderated", "moderated"]
    assert told(reader) == ["complaint"]
    assert told(by) == []


def test_a_held_post_is_told_when_it_is_released():
    topic = talk.topic()
    post = talk.held(topic)
    assert told(topic.author) == []
    release_post(by=make.moderator(), post=post, **WHY)
    assert told(topic.author) == ["answer"]
    assert told(post.author) == ["moderated"]


def test_hidden_and_deleted_posts_are_not_told_of_until_they_are_back():
    topic, by = talk.topic(), make.moderator()
    post = talk.post(topic)
    hide_post(by=by, post=post, **WHY)
    assert told(topic.author) == []
    restore_post(by=by, post=post, **WHY)
    assert told(topic.author) == ["answer"]
    delete_post(by=post.author, post=post)
    assert told(topic.author) == []
    undo_deletion(by=post.author, post=post)
    assert told(topic.author) == ["answer"]


def test_a_hidden_topic_takes_its_notices_along_and_brings_back_those_that_stand():
    topic, follower, by = talk.topic(), make.learner(), make.moderator()
    follow(person=follower, topic=topic)
    _kept, deleted = talk.post(topic), talk.post(topic)
    delete_post(by=deleted.author, post=deleted)
    hide_topic(by=by, topic=topic, **WHY)
    assert told(follower) == []
    restore_topic(by=by, topic=topic, **WHY)
    assert told(follower) == ["reply"]


def test_what_happens_in_a_hidden_topic_is_told_when_it_is_shown_again():
    topic, by = talk.topic(), make.moderator()
    answer, held = talk.post(topic), talk.held(topic)
    hide_topic(by=by, topic=topic, **WHY)
    release_post(by=by, post=held, **WHY)
    mark_solution(by=topic.author, post=answer)
    assert (told(topic.author), told(answer.author)) == (["moderated"], [])
    assert not Notice.objects.shown().filter(place=place_of(topic)).exists()  # nor counted
    restore_topic(by=by, topic=Topic.objects.get(pk=topic.pk), **WHY)
    assert told(topic.author) == ["answer", "moderated", "answer", "moderated"]
    assert told(answer.author) == ["reply", "solving"]


def test_a_topic_that_moves_to_fewer_readers_is_told_to_them_alone():
    topic, by = talk.topic(), make.moderator()
    outside, trainer = make.learner(), make.trainer()
    for person in (outside, trainer):
        follow(person=person, topic=topic)
    talk.post(topic)
    assert told(outside) == told(trainer) == ["reply"]
    inside = talk.category("inside", Audience.TRAINERS)
    move_topic(by=by, topic=topic, category=inside, **WHY)
    assert (told(outside), told(trainer)) == ([], ["reply"])
    talk.post(Topic.objects.get(pk=topic.pk), make.trainer())
    assert (told(outside), told(trainer)) == ([], ["reply", "reply"])


def test_a_category_that_gets_other_readers_takes_its_notices_along():
    topic, visitor = talk.topic(), make.person()
    follow(person=visitor, topic=topic)
    talk.post(topic)
    assert told(visitor) == ["reply"]
    category = Category.objects.get(topics=topic)
    category.audience = Audience.MEMBERS
    category.save()
    follow_audience(category)
    assert told(visitor) == []


def test_who_loses_a_right_loses_what_it_let_them_see():
    place = make.municipality()
    coordinator, learner = make.coordinator(place), make.learner(place)
    own = talk.category("own", Audience.MUNICIPALITY)
    topic = talk.topic(learner, category=own)
    talk.post(topic, coordinator)
    assert told(learner) == ["answer"]
    end_membership(by=coordinator, membership=make.membership_of(learner))
    assert told(learner) == []


def test_merged_and_split_posts_take_their_notices_along():
    source, target, by = talk.topic(), talk.topic(), make.moderator()
    answer = talk.post(source)
    prefer_in(person=source.author, place=f"topic:{source.pk}", way=Way.WEEKLY)
    merge_topics(by=by, source=source, target=target, **WHY)
    notice = Notice.objects.get(person=source.author, kind="forum.answer")
    assert notice.place == f"topic:{target.pk}"
    talk.post(target)
    assert Notice.objects.get(person=source.author, kind="forum.reply").way == Way.WEEKLY
    made = split_topic(by=by, topic=target, posts=[answer.pk], title="Отдельно", **WHY)
    notice.refresh_from_db()
    assert notice.place == f"topic:{made.pk}"
    assert [title for title in titles(source.author) if "Отдельно" in title]


def test_a_topic_is_told_by_the_title_that_it_has_now():
    topic = talk.topic(text="Первый текст.")
    talk.post(topic)
    first = topic.posts.earliest("pk")
    edit_post(by=topic.author, post=first, text=first.text, version=1, title="Иначе")
    with override("en"):
        assert titles(topic.author) == ["You were answered: Иначе"]


def test_what_is_quoted_is_not_said_again():
    topic = talk.topic(text="Слова вопроса.")
    first = topic.posts.get()
    talk.post(topic, text=f"{quote_of(first, '')}\n\nМой ответ.")
    notice = Notice.objects.get(person=topic.author, kind="forum.answer")
    text = describe([notice])[notice.pk]().text
    assert "Мой ответ." in text
    assert "Слова" not in text


def test_what_is_preferred_for_a_topic_holds_for_its_answers():
    topic = talk.topic()
    prefer_in(person=topic.author, place=f"topic:{topic.pk}", way=Way.LIST)
    talk.post(topic)
    assert Notice.objects.get(person=topic.author, kind="forum.answer").way == Way.LIST


def test_many_followers_cost_no_more_statements_and_describing_many_notices_neither():
    topic, writer = talk.topic(), make.learner()
    talk.post(topic, writer)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            talk.post(topic, writer)
        return len(captured)

    before = statements()
    for _ in range(10):
        Follow.objects.create(topic=topic, person=make.person())
    assert statements() <= before
    with CaptureQueriesContext(connection) as captured:
        words = describe(Notice.objects.order_by("kind"))
    assert len(words) == Notice.objects.count()
    assert len(captured) == 1 + Notice.objects.values("kind").distinct().count()


def test_a_visitor_who_follows_hears_only_of_what_everybody_reads():
    visitor = make.person()
    inside, everywhere = talk.category("inside", Audience.MEMBERS), talk.category()
    for category in (inside, everywhere):
        follow(person=visitor, category=category)
    talk.topic(category=inside)
    assert not Notice.objects.filter(person=visitor).exists()
    talk.topic(category=everywhere)
    assert told(visitor) == ["topic"]


def test_rights_are_asked_for_many_as_for_one():
    """The rule in SQL says of everybody what `audiences_of` says of each."""
    place = make.municipality()
    people = [
        make.person(),
        make.person(municipality=place),
        make.learner(place),
        make.learner(),
        make.coordinator(place),
        make.trainer(),
        make.moderator(),
        make.manager(),
    ]
    former = make.learner(place)
    end_membership(by=make.manager(), membership=make.membership_of(former))
    people.append(former)
    author = make.learner(place)
    grant_role(by=make.manager(), person=author, role=Role.TRAINER)
    author.forget_what_was_read()
    topics = [talk.of(audience, author) for audience in Audience.values]
    # Of municipalities whose keys begin or end as others do.
    elsewhere = [make.municipality() for _ in range(12)]
    topics += [talk.between(author, elsewhere[n]) for n in (0, 1, 10, 11)]
    topics += [talk.between(make.learner(elsewhere[n]), place) for n in (0, 1, 10, 11)]
    people += [make.learner(elsewhere[n]) for n in (0, 1, 10, 11)]
    for topic in topics:
        for person in people:
            Notice.objects.create(
                person=person,
                kind="forum.reply",
                event=f"test:{topic.pk}",
                subject=f"post:{topic.posts.get().pk}",
                readers=readers_of(topic),
                way=Way.LIST,
            )
    for person in people:
        mine = Notice.objects.shown().filter(person=person, event__startswith="test:")
        seen = Topic.objects.visible_to(Person.objects.get(pk=person.pk))
        assert {each.event for each in mine} == {f"test:{topic.pk}" for topic in seen}
