"""Twenty sends of one form at once, on a database that lets them."""

from functools import partial
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from exchange.forum.attaching import MOST_FILES, take_upload
from exchange.forum.drafts import place_of_answer, place_of_edit, save_draft
from exchange.forum.editing import edit_post
from exchange.forum.models import Attachment, Draft, Post, Quote, Topic
from exchange.forum.posting import answer
from exchange.forum.quoting import quote_of
from exchange.forum.refusals import TooManyFiles
from tests import make
from tests.forum import talk
from tests.threads import TIMES, at_once, how_many_wait, twenty_times

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_a_form_sent_twenty_times_is_one_post():
    topic, person, key = talk.topic(), make.learner(), uuid4()
    quoted = topic.posts.get()
    text = quote_of(quoted) + "Так."
    sent = twenty_times(lambda _: answer(author=person, topic=topic, text=text, client_id=key))
    assert {type(one) for one in sent} == {Post}
    assert len({one.pk for one in sent}) == 1
    topic.refresh_from_db()
    assert topic.posts_count == topic.posts.count() == 2
    assert Quote.objects.count() == 1


def test_a_question_sent_twenty_times_is_one_topic():
    person, key, category = make.learner(), uuid4(), talk.category()
    sent = twenty_times(lambda _: talk.topic(person, client_id=key, category=category))
    assert {type(one) for one in sent} == {Topic}
    assert Topic.objects.count() == Post.objects.count() == 1


def test_a_form_sent_with_twenty_texts_is_one_post_with_all_of_them_in_its_history():
    topic, person, key = talk.topic(), make.learner(), uuid4()
    sent = twenty_times(
        lambda number: answer(author=person, topic=topic, text=f"Текст {number}", client_id=key)
    )
    assert {type(one) for one in sent} == {Post}
    post = Post.objects.get(client_id=key)
    said = {post.text, *post.revisions.values_list("text", flat=True)}
    assert said == {f"Текст {number}" for number in range(TIMES)}
    assert post.version == TIMES


def test_a_draft_that_is_saved_while_its_text_is_sent_goes_with_it():
    topic, person, key = talk.topic(), make.learner(), uuid4()
    saved, sent = Event(), Event()

    def save() -> None:
        with transaction.atomic():
            save_draft(
                person=person, place=place_of_answer(topic.pk), title="", text="Так.", writer=key
            )
            saved.set()
            while not sent.wait(0.05) and not how_many_wait():
                pass  # until the sending is over, or waits for this transaction

    def send() -> None:
        saved.wait()
        answer(author=person, topic=topic, text="Так.", client_id=key)
        sent.set()

    assert at_once(save, send) == [None, None]
    assert topic.posts.count() == 2
    assert not Draft.objects.exists()


def test_a_draft_of_a_change_that_is_saved_while_it_is_sent_goes_with_it():
    person, key = make.learner(), uuid4()
    post = talk.topic(person).posts.get()
    facts: dict[str, Any] = {
        "person": person,
        "place": place_of_edit(post),
        "title": "",
        "text": "Иначе.",
    }
    saved, sent = Event(), Event()

    def save() -> None:
        with transaction.atomic():
            save_draft(**facts, writer=key)
            saved.set()
            while not sent.wait(0.05) and not how_many_wait():
                pass  # until the sending is over, or waits for this transaction

    def send() -> None:
        saved.wait()
        edit_post(by=person, post=post, text="Иначе.", version=1, client_id=key)
        sent.set()

    assert at_once(save, send) == [None, None]
    assert post.revisions.count() == 1
    assert not Draft.objects.exists()
    save_draft(**facts, writer=key)  # it was under way for longer
    assert not Draft.objects.exists()
    save_draft(**facts, writer=uuid4())  # of a page that was opened since
    assert Draft.objects.exists()


def test_files_that_arrive_at_once_are_not_more_than_a_post_may_have():
    person = make.learner()

    def upload(number: int) -> Attachment:
        file = SimpleUploadedFile(f"{number}.txt", b"a")
        return take_upload(person=person, place="new:waste", upload=file)

    taken = at_once(*(partial(upload, number) for number in range(12)), returned=TooManyFiles)
    assert sum(isinstance(each, Attachment) for each in taken) == MOST_FILES
    assert Attachment.objects.waiting(person.pk, "new:waste").count() == MOST_FILES
