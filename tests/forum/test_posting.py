"""Asking and answering."""

from datetime import timedelta
from uuid import uuid4

import pytest

from exchange.forum.choices import Audience
from exchange.forum.editing import delete_post, edit_post, undo_deletion
from exchange.forum.models import Post, Topic
from exchange.forum.posting import answer
from exchange.forum.refusals import (
    ChangedMeanwhile,
    NotAnAnswer,
    NothingWritten,
    TextTooLong,
    TitleNeeded,
)
from exchange.forum.solving import mark_solution
from exchange.forum.voicing import say_helped, say_same_problem
from lms import clock
from lms.rules import NotAllowed
from tests import make
from tests.forum import talk

pytestmark = pytest.mark.django_db


def test_the_same_form_sent_twice_is_one_topic_and_one_post():
    person, key = make.learner(), uuid4()
    topic = talk.topic(person, client_id=key)
    assert talk.topic(person, client_id=key) == topic
    first = answer(author=person, topic=topic, text="Спасибо", client_id=(again := uuid4()))
    assert answer(author=person, topic=topic, text="Спасибо", client_id=again) == first
    assert Topic.objects.count() == 1
    assert Post.objects.count() == 2


def test_who_is_not_confirmed_reads_and_does_not_write():
    topic = talk.topic()
    newcomer = make.person(municipality=make.municipality())
    assert Topic.objects.visible_to(newcomer).get() == topic
    with pytest.raises(NotAllowed):
        talk.post(topic, newcomer)


@pytest.mark.parametrize("title", ["", "   ", "\u200b\u200b", "\u202e!", "…"])
def test_a_title_that_shows_nothing_is_none(title: str):
    with pytest.raises(TitleNeeded):
        talk.topic(title=title)


@pytest.mark.parametrize("text", ["", " \n ", "\u200b\ufeff"])
def test_a_text_that_shows_nothing_is_none(text: str):
    with pytest.raises(NothingWritten):
        talk.topic(text=text)


def test_a_megabyte_is_refused_in_a_sentence():
    with pytest.raises(TextTooLong):
        talk.topic(text="а" * 1_000_000)


def test_a_municipalitys_own_topic_is_not_there_for_others():
    place = make.municipality()
    own = talk.category("municipality", Audience.MUNICIPALITY)
    topic = talk.topic(make.learner(place), category=own)
    assert topic.municipality == place
    assert Topic.objects.visible_to(make.learner(place)).exists()
    for other in (make.learner(), make.moderator(), make.manager(), make.trainer()):
        assert not Topic.objects.visible_to(other).exists()


def test_the_language_of_a_topic_is_that_of_most_of_its_words():
    assert talk.topic().language == "ru"
    kyrgyz = talk.topic(title="Күлдү кайда төгөбүз?", text="Ташуучу унаанын тетиктери күйүп жатат.")
    assert kyrgyz.language == "ky"


def test_a_change_of_a_post_that_was_changed_meanwhile_is_not_written_over():
    topic = talk.topic()
    post = topic.posts.get()
    edit_post(by=topic.author, post=post, text="Два предпринимателя.", version=1)
    with pytest.raises(ChangedMeanwhile):
        edit_post(by=topic.author, post=post, text="Три предпринимателя.", version=1)
    post.refresh_from_db()
    assert post.text == "Два предпринимателя."
    assert post.revisions.get().text == "У нас один предприниматель с самосвалом."


def test_a_deleted_post_is_gone_for_others_and_comes_back():
    topic = talk.topic()
    post = talk.post(topic)
    mark_solution(by=topic.author, post=post)
    delete_post(by=post.author, post=post)
    topic.refresh_from_db()
    assert (topic.answers_count, topic.solution) == (0, None)
    assert not Post.objects.visible_to(topic.author).filter(pk=post.pk).exists()
    undo_deletion(by=post.author, post=post)
    topic.refresh_from_db()
    assert (topic.answers_count, topic.solution) == (1, post)
    assert topic.solved_by == topic.author


def test_a_deletion_is_undone_for_a_day_and_no_longer():
    post = talk.post(talk.topic())
    post = delete_post(by=post.author, post=post)
    assert post.deleted_at
    with clock.at(post.deleted_at + timedelta(days=1)), pytest.raises(NotAllowed):
        undo_deletion(by=post.author, post=post)
    with clock.at(post.deleted_at + timedelta(hours=23, minutes=59)):
        assert undo_deletion(by=post.author, post=post).is_shown


def test_what_is_brought_back_does_not_take_the_place_of_another_solution():
    topic = talk.topic()
    post, better = talk.post(topic), talk.post(topic)
    mark_solution(by=topic.author, post=post)
    delete_post(by=post.author, post=post)
    mark_solution(by=topic.author, post=better)
    undo_deletion(by=post.author, post=post)
    topic.refresh_from_db()
    assert topic.solution == better


def test_whoever_asked_marks_an_answer_as_the_solution():
    topic = talk.topic()
    post = talk.post(topic)
    with pytest.raises(NotAllowed):
        mark_solution(by=post.author, post=post)
    with pytest.raises(NotAnAnswer):
        mark_solution(by=topic.author, post=topic.posts.earliest("pk"))
    assert mark_solution(by=topic.author, post=post).solution == post


def test_a_problem_is_counted_by_municipalities_and_help_by_people():
    place, topic = make.municipality(), talk.topic()
    one, two = make.learner(place), make.learner(place)
    post = talk.post(topic)
    for person in (one, two, one):
        say_same_problem(person=person, topic=topic)
        say_helped(person=person, post=post)
    topic.refresh_from_db()
    post.refresh_from_db()
    assert (topic.same_problem_count, post.helped_count) == (1, 2)
