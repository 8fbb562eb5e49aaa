"""Twenty sends of one form at once, on a database that lets them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from exchange.forum.models import Post, Quote, Topic
from exchange.forum.posting import answer
from exchange.forum.quoting import quote_of
from tests import make
from tests.forum import talk

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
SENDS = 20


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """Do it from twenty threads that start together; what was raised is returned."""
    barrier = Barrier(SENDS)

    def run(number: int) -> Any:
        try:
            barrier.wait()
            return act(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDS) as pool:
        return list(pool.map(run, range(SENDS)))


def test_a_form_sent_twenty_times_is_one_post():
    topic, person, key = talk.topic(), make.learner(), uuid4()
    quoted = topic.posts.get()
    text = quote_of(quoted) + "Так."
    sent = at_once(lambda _: answer(author=person, topic=topic, text=text, client_id=key))
    assert {type(one) for one in sent} == {Post}
    assert len({one.pk for one in sent}) == 1
    topic.refresh_from_db()
    assert topic.posts_count == topic.posts.count() == 2
    assert Quote.objects.count() == 1


def test_a_question_sent_twenty_times_is_one_topic():
    person, key, category = make.learner(), uuid4(), talk.category()
    sent = at_once(lambda _: talk.topic(person, client_id=key, category=category))
    assert {type(one) for one in sent} == {Topic}
    assert Topic.objects.count() == Post.objects.count() == 1


def test_a_form_sent_with_twenty_texts_is_one_post_with_all_of_them_in_its_history():
    topic, person, key = talk.topic(), make.learner(), uuid4()
    sent = at_once(
        lambda number: answer(author=person, topic=topic, text=f"Текст {number}", client_id=key)
    )
    assert {type(one) for one in sent} == {Post}
    post = Post.objects.get(client_id=key)
    said = {post.text, *post.revisions.values_list("text", flat=True)}
    assert said == {f"Текст {number}" for number in range(SENDS)}
    assert post.version == SENDS
