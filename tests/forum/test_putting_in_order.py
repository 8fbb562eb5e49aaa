"""Topics are moved, merged and split; a category gets other readers."""

from typing import Any
from uuid import uuid4

import pytest

from exchange.forum.choices import Audience
from exchange.forum.drafts import draft_of, save_draft
from exchange.forum.editing import edit_post
from exchange.forum.following import follow
from exchange.forum.merging import merge_topics
from exchange.forum.models import Follow, Topic
from exchange.forum.moderation import hide_topic
from exchange.forum.moving import follow_audience, move_topic
from exchange.forum.refusals import (
    ChooseAnswers,
    MoreReaders,
    NoMunicipalityOfItsOwn,
    OtherReaders,
    StillHidden,
)
from exchange.forum.solving import mark_solution
from exchange.forum.splitting import split_topic
from exchange.forum.voicing import say_same_problem
from lms.people.choices import Role
from lms.people.roles import grant_role
from tests import make
from tests.forum import talk

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"reason": "По правилам форума."}


def test_a_topic_that_would_have_more_readers_asks_first():
    topic = talk.topic(make.trainer(), category=talk.category("inside", Audience.TRAINERS))
    moderator, open_to_all = make.moderator(), talk.category()
    with pytest.raises(MoreReaders):
        move_topic(by=moderator, topic=topic, category=open_to_all, **WHY)
    move_topic(by=moderator, topic=topic, category=open_to_all, confirmed=True, **WHY)
    assert Topic.objects.visible_to(make.person()).exists()
    move_topic(by=moderator, topic=topic, category=talk.category("inside"), **WHY)
    assert not Topic.objects.visible_to(make.learner()).exists()


def test_a_topic_that_moves_to_a_course_is_of_that_course():
    topic, key = talk.topic(), uuid4()
    move_topic(by=make.moderator(), topic=topic, course_key=key, **WHY)
    topic.refresh_from_db()
    assert (topic.category, topic.course_key, topic.audience) == (None, key, Audience.EVERYONE)


def test_a_topic_becomes_a_municipality_s_own_only_if_its_author_has_one():
    moderator = make.learner()
    grant_role(by=make.manager(), person=moderator, role=Role.MODERATOR)
    own = talk.category("municipality", Audience.MUNICIPALITY)
    asked = talk.topic()
    move_topic(by=moderator, topic=asked, category=own, **WHY)
    asked.refresh_from_db()
    assert asked.membership
    assert asked.municipality == asked.membership.municipality
    with pytest.raises(NoMunicipalityOfItsOwn):
        move_topic(by=moderator, topic=talk.topic(make.trainer()), category=own, **WHY)


def test_other_readers_of_a_category_are_those_of_its_topics():
    category, topic = talk.category(), talk.topic()
    category.audience = Audience.TRAINERS
    category.save()
    follow_audience(category)
    assert not Topic.objects.visible_to(topic.author).exists()
    assert Topic.objects.visible_to(make.trainer()).exists()


def test_merged_topics_unite_posts_followers_problems_and_drafts():
    place, reader = make.municipality(), make.learner()
    target, source = talk.topic(title="Куда?"), talk.topic(title="Куда тоже?")
    early, late = talk.post(target), talk.post(source)
    last = talk.post(target)
    mark_solution(by=target.author, post=early)
    mark_solution(by=source.author, post=late)
    for topic in (target, source):
        say_same_problem(person=make.learner(place), topic=topic)
    say_same_problem(person=make.learner(), topic=source)
    follow(person=reader, topic=source)
    follow(person=source.author, topic=target)
    save_draft(person=reader, place=f"topic:{source.pk}", title="", text="Моё", writer=None)
    merge_topics(by=make.moderator(), source=source, target=target, **WHY)
    target.refresh_from_db()
    source.refresh_from_db()
    keys = list(target.posts.values_list("pk", flat=True))
    assert keys == sorted(keys)
    assert keys[-3:] == [early.pk, late.pk, last.pk]
    assert (target.posts_count, source.posts_count) == (5, 0)
    assert (target.solution, source.solution) == (early, None)
    assert (target.same_problem_count, source.same_problem_count) == (2, 0)
    assert Follow.objects.filter(topic=target, person=reader).exists()
    assert Follow.objects.filter(topic=target, person=source.author).count() == 1
    assert draft_of(reader, f"topic:{target.pk}")
    assert source.merged_into == target
    assert list(Topic.objects.listed()) == [target]


def test_only_topics_of_the_same_readers_that_are_shown_are_merged():
    moderator, target = make.moderator(), talk.topic()
    inside = talk.topic(category=talk.category("inside", Audience.MEMBERS))
    hidden = talk.topic()
    hide_topic(by=moderator, topic=hidden, **WHY)
    for source, refusal in ((inside, OtherReaders), (hidden, StillHidden)):
        with pytest.raises(refusal):
            merge_topics(by=moderator, source=source, target=target, **WHY)


def test_after_a_merge_nobody_changes_another_s_title():
    first, target = talk.topic(title="Раньше"), talk.topic(title="Позже")
    merge_topics(by=make.moderator(), source=first, target=target, **WHY)
    post = target.posts.earliest("pk")
    edit_post(by=first.author, post=post, text="Иначе.", version=1, title="Чужое")
    target.refresh_from_db()
    assert target.title == "Позже"


def test_answers_that_are_split_off_are_a_topic_of_their_first_author():
    topic = talk.topic()
    one, two = talk.post(topic), talk.post(topic)
    mark_solution(by=topic.author, post=two)
    made = split_topic(
        by=make.moderator(), topic=topic, posts=[one.pk, two.pk], title="Другое", **WHY
    )
    topic.refresh_from_db()
    assert (made.author, made.posts_count, topic.posts_count) == (one.author, 2, 1)
    assert (topic.solution, made.created_at) == (None, one.created_at)
    assert Follow.objects.filter(topic=made, person=topic.author).exists()


def test_the_question_itself_is_not_split_off():
    topic = talk.topic()
    with pytest.raises(ChooseAnswers):
        split_topic(
            by=make.moderator(), topic=topic, posts=[topic.posts.get().pk], title="Всё", **WHY
        )
