"""Colleagues who are called in a post."""

from collections.abc import Iterator, Sequence
from uuid import uuid4

import pytest

from exchange.forum import mentioning
from exchange.forum.choices import Audience
from exchange.forum.editing import edit_post
from exchange.forum.models import Post
from exchange.forum.posting import answer
from exchange.forum.quoting import quote_of
from exchange.forum.refusals import TooManyMentions
from exchange.forum.rendering import MOST_MENTIONS
from lms.people.models import Person
from tests import make
from tests.forum import talk

pytestmark = pytest.mark.django_db

Told = list[tuple[Post, list[Person]]]


def call(*people: Person) -> str:
    return " ".join(f"@[{person.short_name}](person:{person.uuid})" for person in people)


@pytest.fixture
def told() -> Iterator[Told]:
    calls: Told = []

    def tell(post: Post, people: Sequence[Person]) -> None:
        calls.append((post, list(people)))

    mentioning.on_mentioned.append(tell)
    yield calls
    mentioning.on_mentioned.remove(tell)


def test_who_is_called_is_told_and_named(told: Told):
    person = make.learner()
    post = talk.post(talk.topic(), text=f"Спросите {call(person)}.")
    assert told == [(post, [person])]
    assert f'href="/people/{person.uuid}/"' in post.html
    assert f">@{person.short_name}</a>" in post.html


def test_a_name_is_the_persons_and_not_what_was_typed():
    person = make.learner()
    post = talk.post(talk.topic(), text=f"@[Президент](person:{person.uuid})")
    assert "Президент" not in post.html


def test_nobody_is_told_of_what_they_may_not_read(told: Told):
    place = make.municipality()
    own = talk.topic(make.learner(place), category=talk.category("own", Audience.MUNICIPALITY))
    stranger, neighbour, newcomer = make.learner(), make.learner(place), make.person()
    post = talk.post(own, make.learner(place), call(stranger, neighbour, newcomer))
    assert told == [(post, [neighbour])]
    assert str(stranger.uuid) not in post.html
    assert f"@{stranger.short_name}" in post.html


def test_a_thousand_are_refused_in_a_sentence(told: Told):
    text = " ".join(f"@[А](person:{uuid4()})" for _ in range(300))
    with pytest.raises(TooManyMentions):
        talk.post(talk.topic(), text=text)


def test_a_change_tells_only_whom_it_calls_anew(told: Told):
    one, two = make.learner(), make.learner()
    post = talk.post(talk.topic(), text=call(one))
    edit_post(by=post.author, post=post, text=call(one, two), version=1)
    assert [people for _post, people in told] == [[one], [two]]


def test_who_quotes_a_call_does_not_call_again(told: Told):
    one, two = make.learner(), make.learner()
    first = talk.post(talk.topic(), text=f"Спросите {call(one)}.")
    text = f"{quote_of(first)}И ещё {call(two)}."
    post = answer(author=make.learner(), topic=first.topic, text=text, client_id=uuid4())
    assert told == [(first, [one]), (post, [two])]
    assert f'href="/people/{one.uuid}/"' in post.html


def test_calls_that_are_quoted_are_not_counted():
    first = talk.post(talk.topic(), text=call(*(make.learner() for _ in range(MOST_MENTIONS))))
    text = f"{quote_of(first)}И ещё {call(make.learner())}."
    answer(author=make.learner(), topic=first.topic, text=text, client_id=uuid4())


def test_whoever_calls_themselves_is_not_told(told: Told):
    author = make.learner()
    answer(author=author, topic=talk.topic(), text=call(author), client_id=uuid4())
    assert told == []
