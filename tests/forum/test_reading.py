"""What somebody has read."""

import pytest

from exchange.forum.models import Reading
from exchange.forum.reading import places_in, read_all, read_posts, reader_of, unread_in
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
