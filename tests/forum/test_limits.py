"""What is looked at before it is shown."""

from datetime import timedelta

import pytest

from exchange.forum.choices import HeldBecause
from exchange.forum.editing import edit_post
from exchange.forum.limits import ANYBODYS_POSTS, MOST_CHANGES, NEWCOMERS_POSTS, links_out
from exchange.forum.mentioning import call_of
from exchange.forum.models import Post, Topic
from exchange.forum.moderation import hide_post, release_post, restore_topic
from exchange.forum.posting import on_posted
from exchange.forum.reading import places_in, read_all, read_posts, reader_of, unread_in
from exchange.forum.refusals import ChangedTooOften, StillHeld, TooManyLinks, TooManyMentions
from exchange.forum.rendering import MOST_MENTIONS
from lms import clock
from lms.people.models import Person
from tests import make, threads
from tests.forum import talk

pytestmark = pytest.mark.django_db
LONG = "Договор заключают на год, с актом за каждый рейс и штрафом за пропуск."


def regular() -> Person:
    """Who has been here for a month and has written before."""
    with clock.at(clock.now() - timedelta(days=30)):
        person = make.learner()
        topic = talk.topic(person)
        for number in range(3):
            talk.post(topic, person, f"Ответ {number}")
    return person


def test_a_newcomer_s_links_are_looked_at_and_a_regular_s_are_not():
    topic = talk.topic()
    assert talk.post(topic, make.learner(), talk.LINKS).held_because == HeldBecause.LINKS
    assert talk.post(topic, regular(), talk.LINKS).held_at is None
    assert talk.post(topic, make.trainer(), talk.LINKS).held_at is None


def test_who_came_long_ago_and_never_wrote_is_new_too():
    with clock.at(clock.now() - timedelta(days=30)):
        person = make.learner()
    assert talk.post(talk.topic(), person, talk.LINKS).held_because == HeldBecause.LINKS


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("http://localhost:8000/ru/forum/", 0),
        ("https://a.example и www.b.example", 2),
        ("a.com, b.kg и [там](//c.example)", 3),
        ("[слово](https://a.example/x) https://a.example/x", 2),
        ("https://℀.example", 1),
        ("без ссылок, www и http", 0),
    ],
)
def test_links_to_other_sites_are_counted(text: str, links: int):
    assert links_out(text) == links


def test_a_newcomer_does_not_slip_links_in_by_a_change():
    topic, person = talk.topic(), make.learner()
    post = talk.post(topic, person)
    with pytest.raises(TooManyLinks):
        edit_post(by=person, post=post, text=talk.LINKS, version=1)


@pytest.mark.parametrize(("who", "most"), [("new", NEWCOMERS_POSTS), ("regular", ANYBODYS_POSTS)])
def test_so_many_within_an_hour_are_looked_at(who: str, most: int):
    topic, person = talk.topic(), regular() if who == "regular" else make.learner()
    posts = [talk.post(topic, person, f"Ответ {number}") for number in range(most + 1)]
    assert [post.held_because for post in posts] == [""] * most + [HeldBecause.OFTEN]
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        assert talk.post(topic, person, "Через час.").held_at is None


def test_the_same_text_within_a_day_is_looked_at_and_thanks_are_not():
    one, two, person = talk.topic(), talk.topic(), make.learner()
    for text, held in ((LONG, HeldBecause.SAME), ("Спасибо!", "")):
        talk.post(one, person, text)
        assert talk.post(two, person, text).held_because == held
    with clock.at(clock.now() + timedelta(days=1, seconds=1)):
        assert talk.post(two, person, LONG).held_at is None


def test_what_is_held_is_told_to_nobody_and_counted_nowhere_until_it_is_released():
    told: list[Post] = []
    on_posted.append(told.append)
    try:
        topic, reader = talk.topic(), make.learner()
        reader_of(reader)
        told.clear()
        post = talk.post(topic, make.learner(), talk.LINKS)
        later = talk.post(topic)
        assert unread_in([topic], reader) == {topic.pk: 1}
        read_posts(reader, topic.posts.shown(), places_in(topic, reader))
        read_all(reader)
        topic.refresh_from_db()
        assert (topic.posts_count, told) == (2, [later])
        assert not Post.objects.visible_to(reader).filter(pk=post.pk).exists()
        assert Post.objects.visible_to(post.author).get(pk=post.pk).text == talk.LINKS
        release_post(by=make.moderator(), post=post, reason="Ссылки по делу.")
        released = Post.objects.at(post.pk).get()
        assert (released.text, released.client_id) == (post.text, post.client_id)
        assert told == [later, released]
    finally:
        on_posted.remove(told.append)
    assert unread_in([topic], reader) == {topic.pk: 1}
    topic.refresh_from_db()
    assert (topic.posts_count, topic.last_post_at) == (3, released.created_at)


def test_a_form_whose_post_is_held_is_still_one_when_sent_again():
    topic, person = talk.topic(), make.learner()
    post = talk.post(topic, person, talk.LINKS)
    release_post(by=make.moderator(), post=post, reason="Можно.")
    again = talk.sent_again(post)
    assert again.pk == Post.objects.at(post.pk).get().pk


def test_a_topic_that_begins_with_a_held_post_is_there_once_it_is_released():
    topic, reader = talk.topic(text=talk.LINKS), make.learner()
    assert not Topic.objects.visible_to(reader).exists()
    assert Topic.objects.visible_to(topic.author).exists()
    with pytest.raises(StillHeld):
        restore_topic(by=make.moderator(), topic=topic, reason="Показать.")
    release_post(by=make.moderator(), post=topic.posts.get(), reason="Можно.")
    assert Topic.objects.visible_to(reader).get().posts_count == 1


def test_what_is_held_may_also_be_hidden_for_good():
    post = talk.held()
    hide_post(by=make.moderator(), post=post, reason="Реклама.")
    post.refresh_from_db()
    assert (post.waits, post.hidden_because) == (False, "Реклама.")


def test_changes_without_end_wait():
    topic, person = talk.topic(), regular()
    post = talk.post(topic, person)
    for version in range(1, MOST_CHANGES + 1):
        edit_post(by=person, post=post, text=f"Ответ {version}", version=version)
    with pytest.raises(ChangedTooOften):
        edit_post(by=person, post=post, text="Ещё раз", version=MOST_CHANGES + 1)
    with clock.at(clock.now() + timedelta(hours=1, seconds=1)):
        edit_post(by=person, post=post, text="Ещё раз", version=MOST_CHANGES + 1)


def test_a_post_calls_no_others_by_each_change():
    people = [make.learner() for _ in range(MOST_MENTIONS + 1)]
    calls = [call_of(each) for each in people]
    post = talk.post(talk.topic(), regular(), "".join(calls[:-1]))
    edit_post(by=post.author, post=post, text="Никого.", version=1)
    edit_post(by=post.author, post=post, text=calls[0], version=2)
    with pytest.raises(TooManyMentions):
        edit_post(by=post.author, post=post, text=calls[-1], version=3)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_writes_everywhere_at_once_is_no_less_limited():
    person, asking = make.learner(), make.trainer()
    topics = [talk.topic(asking) for _ in range(threads.TIMES)]
    posts = threads.twenty_times(lambda n: talk.post(topics[n], person, f"Ответ {n}"))
    assert sum(post.held_at is None for post in posts) == NEWCOMERS_POSTS
