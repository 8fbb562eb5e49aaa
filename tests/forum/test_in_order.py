"""Who changes many rows at once locks them in one order, or leaves alone what others have: none is refused for it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.forum.attaching import attach_uploads, take_upload
from exchange.forum.drafts import place_of_answer, save_draft
from exchange.forum.editing import delete_post, undo_deletion
from exchange.forum.following import follow
from exchange.forum.forgetting import forget_deleted_posts, forget_old_uploads
from exchange.forum.merging import merge_topics
from exchange.forum.models import Attachment, Draft, Follow, Post, Topic
from exchange.forum.noticing import place_of
from lms import clock
from lms.notifications.models import PlacePreference, Way
from lms.notifications.preferring import prefer_in
from tests import files, make
from tests.forum import talk
from tests.threads import during

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_an_old_upload_that_is_just_being_sent_is_not_dropped():
    person, topic = make.learner(), talk.topic()
    place = place_of_answer(topic.pk)
    file = SimpleUploadedFile("акт.pdf", files.PDF)
    attachment = take_upload(person=person, place=place, upload=file)
    post = talk.post(topic, person)
    Attachment.objects.filter(pk=attachment.pk).update(post=None, place=place)

    def forget() -> None:
        with clock.at(attachment.created_at + timedelta(days=2)):
            forget_old_uploads()

    during(lambda: attach_uploads(post, place), forget)
    assert list(post.attachments.all()) == [attachment]


def test_what_is_just_brought_back_is_not_forgotten():
    author = make.learner()
    post = talk.post(talk.topic(), author)
    delete_post(by=author, post=post)
    post.refresh_from_db()
    assert post.deleted_at
    ends = post.deleted_at + timedelta(days=1)

    def bring_back() -> None:
        with clock.at(ends - timedelta(seconds=1)):
            undo_deletion(by=author, post=post)

    def forget() -> None:
        with clock.at(ends):
            forget_deleted_posts()

    during(bring_back, forget)
    assert Post.objects.get(pk=post.pk).text


@pytest.mark.parametrize("what", ["follow", "preference", "draft"])
def test_what_somebody_begins_in_a_topic_while_another_is_merged_into_it_stands_there_once(
    what: str,
):
    person, source, target = make.learner(), talk.topic(), talk.topic()

    def begin(topic: Topic) -> None:
        if what == "follow":
            follow(person=person, topic=topic)
        elif what == "preference":
            prefer_in(person=person, place=place_of(topic), way=Way.DAILY)
        else:
            place = place_of_answer(topic.pk)
            save_draft(person=person, place=place, title="", text=f"О {topic.pk}.", writer=None)

    begin(source)
    both: dict[str, Any] = {"source": source, "target": target, "reason": "Об одном."}
    by = make.moderator()
    during(lambda: begin(target), lambda: merge_topics(by=by, **both))
    if what == "follow":
        assert Follow.objects.get(person=person).topic == target
    elif what == "preference":
        assert PlacePreference.objects.get(person=person).place == place_of(target)
    else:
        draft = Draft.objects.get(person=person)
        assert (draft.place, draft.text) == (place_of_answer(target.pk), f"О {target.pk}.")
        assert draft.other_text == f"О {source.pk}."
