"""What somebody has read."""

import pytest
from django.test import Client
from django.urls import reverse

from exchange.forum.models import Reading
from exchange.forum.reading import (
    places_in,
    read_all,
    read_posts,
    reader_of,
    unread_in,
)
from tests import make
from tests.forum import talk

pytestmark = pytest.mark.django_db


def unread(topic, person) -> int:
    return unread_in([topic], person).get(topic.pk, 0)


def test_what_came_since_the_last_visit_is_unread_and_ones_own_is_not():
    reader = make.learner()
    reader_of(reader)
    topic = talk.topic()
    assert unread(topic, reader) == 1
    read_posts(reader, topic.posts.all(), places_in(topic, reader))
    assert unread(topic, reader) == 0
    talk.post(topic)
    talk.post(topic, reader)
    assert unread(topic, reader) == 1


def test_an_older_page_on_another_device_takes_nothing_back():
    reader, topic = make.learner(), talk.topic()
    reader_of(reader)
    posts = [talk.post(topic) for _ in range(3)]
    read_posts(reader, posts, {})
    read_posts(reader, posts[:1], {})
    assert Reading.objects.get(person=reader).up_to == posts[-1].pk


def test_for_a_newcomer_everything_before_counts_as_read():
    topic = talk.topic()
    reader = make.learner()
    reader_of(reader)
    assert unread(topic, reader) == 0
    talk.post(topic)
    assert unread(topic, reader) == 1
    read_all(reader)
    assert unread(topic, reader) == 0


def test_what_a_newcomer_has_opened_is_among_the_unread_once_somebody_writes_there(client: Client):
    topic = talk.topic()  # older than their first visit
    client.force_login(make.learner())

    def is_listed() -> bool:
        page = client.get(reverse("forum"), {"show": "unread"}).content.decode()
        return topic.title in page

    client.get(reverse("forum_topic", args=[topic.pk]))
    assert not is_listed()
    talk.post(topic)
    assert is_listed()
    client.post(reverse("forum_read_all"))
    assert not is_listed()
    talk.post(topic)
    assert is_listed()


def test_what_was_never_opened_and_is_not_followed_is_not_among_the_unread(client: Client):
    topic = talk.topic()
    client.force_login(make.learner())
    client.get(reverse("forum"))
    talk.post(topic)
    page = client.get(reverse("forum"), {"show": "unread"}).content.decode()
    assert topic.title not in page
