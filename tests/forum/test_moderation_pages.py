"""What moderators and those who complain see and press."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exchange.forum.choices import Audience, Complaint
from exchange.forum.flagging import complain
from exchange.forum.merging import merge_topics
from exchange.forum.models import Flag, ModerationAct, Post, Topic
from exchange.forum.moderation import close_topic, hide_post, hide_topic, silence
from exchange.forum.moving import move_topic
from exchange.forum.quoting import quote_of
from exchange.forum.splitting import split_topic
from lms.people.models import Person
from tests import make
from tests.forum import talk

pytestmark = pytest.mark.django_db
WHY = "По правилам форума."


def client_of(person: Person) -> Client:
    person.language = "ru"
    person.save(update_fields=["language"])
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def moderator() -> Client:
    return client_of(make.moderator())


def act(client: Client, post: Post, **sent: Any) -> Any:
    return client.post(reverse("forum_review_post", args=[post.pk]), {"reason": WHY} | sent)


def page_of(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args), follow=True).content.decode()


def test_a_reader_complains_and_a_moderator_settles_it(moderator: Client):
    post = talk.post(talk.topic(), text="Сами вы такие.")
    reader = client_of(make.person())
    sent = {"reason": "rude", "words": "Оскорбляет коллег"}
    answer = reader.post(reverse("forum_complain", args=[post.pk]), sent, follow=True)
    assert "Жалоба отправлена, её посмотрит модератор." in answer.content.decode()
    assert "Жалоба отправлена" in page_of(reader, "forum_complain", post.pk)
    assert "Сами вы такие." in page_of(moderator, "forum_review")
    seen = page_of(moderator, "forum_review_post", post.pk)
    assert "Оскорбляет коллег" in seen
    assert act(moderator, post, act="hide").status_code == HTTPStatus.FOUND
    assert "Сами вы такие." not in page_of(moderator, "forum_review")
    assert "Сами вы такие." not in page_of(reader, "forum_topic", post.topic_id)
    assert WHY in page_of(client_of(post.author), "forum_topic", post.topic_id)
    assert WHY in page_of(client_of(post.author), "my_moderation")


def test_what_waits_longest_stands_first(moderator: Client):
    topic = talk.topic()
    first, second = talk.held(topic), talk.post(topic, text="Второе.")
    complain(person=make.person(), post=second, reason=Complaint.SPAM)
    queue = page_of(moderator, "forum_review")
    assert queue.index("a.example") < queue.index("Второе.")
    assert "(2)" in queue  # in the menu
    act(moderator, first, act="release")
    assert Post.objects.at(first.pk).get().held_at is None
    assert "a.example" not in page_of(moderator, "forum_review")


def test_a_refused_act_says_why_and_keeps_the_reason(moderator: Client):
    post = talk.post(talk.topic())
    answer = act(moderator, post, act="silence", days="1000")
    assert "От 1 до 365 дней." in answer.content.decode()
    assert WHY in answer.content.decode()
    assert not ModerationAct.objects.exists()
    for nonsense in ({"act": "delete"}, {"act": "warn", "reason": ""}, {}):
        assert act(moderator, post, **nonsense).status_code == HTTPStatus.OK
    assert not ModerationAct.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "no_problem",
        "hide",
        "hide_topic",
        "warn",
        "silence",
        "release",
        "restore",
        "lift",
        "restore_topic",
    ],
)
def test_each_button_does_what_it_says(moderator: Client, name: str):
    topic = talk.topic()
    post = topic.posts.get() if name.endswith("topic") else talk.post(topic)
    if name == "release":
        post = talk.held()
    elif name == "restore":
        hide_post(by=make.moderator(), post=post, reason=WHY)
    elif name == "restore_topic":
        hide_topic(by=make.moderator(), topic=topic, reason=WHY)
    elif name == "lift":
        silence(by=make.moderator(), person=post.author, days=3, reason=WHY)
    else:
        complain(person=make.person(), post=post, reason=Complaint.SPAM)
    assert f'value="{name}"' in page_of(moderator, "forum_review_post", post.pk)
    assert act(moderator, post, act=name, days="7").status_code == HTTPStatus.FOUND
    assert not Flag.objects.open().exists()
    done = ModerationAct.objects.latest("pk")
    assert (done.reason, done.person) == (WHY, post.author)


def test_of_a_private_topic_a_moderator_sees_what_was_complained_of_and_what_it_quotes(
    moderator: Client,
):
    place = make.municipality()
    own = talk.category("municipality", Audience.MUNICIPALITY)
    topic = talk.topic(make.learner(place), category=own, title="Наше внутреннее")
    colleague = make.learner(place)
    quoted = talk.post(topic, colleague, "Это процитируют.")
    talk.post(topic, colleague, "Это останется внутри.")
    post = talk.post(topic, make.learner(place), quote_of(quoted) + "Глупости.")
    address = reverse("forum_review_post", args=[post.pk])
    assert moderator.get(address).status_code != HTTPStatus.OK
    complain(person=topic.author, post=post, reason=Complaint.RUDE)
    page = page_of(moderator, "forum_review_post", post.pk) + page_of(moderator, "forum_review")
    assert "Глупости." in page
    assert "Это процитируют." in page
    assert "Это останется внутри." not in page
    assert "Наше внутреннее" not in page
    for name, pk in (("forum_topic", topic.pk), ("forum_post", post.pk)):
        assert moderator.get(reverse(name, args=[pk]), follow=True).status_code == 404


def test_a_complaint_is_put_aside_without_a_word_to_the_author(moderator: Client):
    post = talk.post(talk.topic())
    complain(person=(reader := make.person()), post=post, reason=Complaint.SPAM)
    seen = page_of(moderator, "forum_review_post", post.pk)
    assert 'value="no_problem" formnovalidate>' in seen
    assert seen.count(" formnovalidate") == 1
    assert act(moderator, post, act="no_problem", reason="").status_code == HTTPStatus.FOUND
    assert "Модератор оставил сообщение без изменений" in page_of(client_of(reader), "my_notices")
    author = client_of(post.author)
    assert "жалоб" not in (page_of(author, "my_notices") + page_of(author, "my_moderation")).lower()


@pytest.mark.parametrize("who", ["person", "learner", "coordinator", "trainer", "manager"])
def test_nobody_else_finds_the_review(who: str):
    post = talk.held()
    client = client_of(getattr(make, who)())
    for name, args in (("forum_review", []), ("forum_review_post", [post.pk])):
        for method in (client.get, client.post):
            answer = method(reverse(name, args=args), {"act": "release", "reason": WHY})
            assert answer.status_code != HTTPStatus.OK
    assert client.get(reverse("forum_moderate", args=[talk.topic().pk])).status_code == 404
    assert not ModerationAct.objects.exists()


def test_a_moderator_s_own_post_is_for_another():
    moderator = make.moderator()
    post = talk.post(talk.topic(), moderator)
    complain(person=make.person(), post=post, reason=Complaint.OTHER)
    client = client_of(moderator)
    assert "О вашем решает другой модератор." in page_of(client, "forum_review_post", post.pk)
    act(client, post, act="no_problem")
    assert Flag.objects.open().exists()


def test_a_topic_is_closed_and_pinned_with_a_reason(moderator: Client):
    topic = talk.topic()
    address = reverse("forum_moderate", args=[topic.pk])
    assert "Напишите почему" in moderator.post(address, {"act": "close"}).content.decode()
    for name in ("close", "pin"):
        moderator.post(address, {"act": name, "plain-reason": WHY})
    topic.refresh_from_db()
    assert topic.locked_at
    assert topic.pinned_at
    page = page_of(client_of(topic.author), "forum_topic", topic.pk)
    assert "Тема закрыта" in page
    assert WHY in page


def test_a_move_to_more_readers_asks_once_more(moderator: Client):
    topic = talk.topic(category=talk.category("inside", Audience.MEMBERS))
    address = reverse("forum_moderate", args=[topic.pk])
    sent = {"act": "move", "move-place": f"category:{talk.category().pk}", "move-reason": WHY}
    page = moderator.post(address, sent).content.decode()
    assert "Кто сможет это читать: все, даже без учётной записи" in page
    assert 'name="move-confirmed"' in page
    moderator.post(address, sent | {"move-confirmed": "on"})
    topic.refresh_from_db()
    assert topic.audience == Audience.EVERYONE


@pytest.mark.parametrize("form", ["{pk}", "http://localhost:8000/ru/forum/topics/{pk}/?from=3#p3"])
def test_a_topic_is_merged_by_the_address_of_the_other(moderator: Client, form: str):
    source, target = talk.topic(), talk.topic()
    address = reverse("forum_moderate", args=[source.pk])
    sent = {"act": "merge", "merge-target": form.format(pk=target.pk), "merge-reason": WHY}
    answer = moderator.post(address, sent, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("forum_topic", args=[target.pk])
    assert Topic.objects.listed().get() == target


@pytest.mark.parametrize("target", ["", "nonsense", "999999", "9" * 30, "/forum/posts/1/"])
def test_a_target_that_is_none_is_refused(moderator: Client, target: str):
    topic = talk.topic()
    sent = {"act": "merge", "merge-target": target, "merge-reason": WHY}
    answer = moderator.post(reverse("forum_moderate", args=[topic.pk]), sent)
    assert answer.status_code == HTTPStatus.OK
    assert 'class="errors"' in answer.content.decode()


def test_answers_are_chosen_to_be_a_topic_of_their_own(moderator: Client):
    topic = talk.topic()
    post = talk.post(topic, text="Другой вопрос: кто платит?")
    address = reverse("forum_moderate", args=[topic.pk])
    page = moderator.get(address).content.decode()
    assert "Другой вопрос: кто платит?" in page
    assert page.count('name="split-posts"') == 1  # the question itself stays
    sent = {"act": "split", "split-kind": "question", "split-reason": WHY}
    refused = moderator.post(address, sent | {"split-title": "Кто платит?"}).content.decode()
    assert "первое сообщение остаётся" in refused
    assert "Кто платит?" in refused
    moderator.post(address, sent | {"split-title": "Кто платит?", "split-posts": [post.pk]})
    assert Topic.objects.get(title="Кто платит?").posts.get() == post


def test_a_closed_topic_keeps_what_was_typed():
    topic = talk.topic()
    close_topic(by=make.moderator(), topic=topic, reason=WHY)
    client = client_of(make.learner())
    sent = {"text": "Долго писал это.", "client_id": "8f14e45f-ceea-467f-9575-8a1f5d1f7c3e"}
    answer = client.post(reverse("forum_answer", args=[topic.pk]), sent)
    assert "Долго писал это." in answer.content.decode()
    assert topic.posts.count() == 1
    talk.post(topic, make.moderator())


def test_an_answer_typed_below_a_topic_that_was_merged_stands_in_the_other():
    source, target = talk.topic(), talk.topic()
    merge_topics(by=make.moderator(), source=source, target=target, reason=WHY)
    assert talk.post(source).topic == target
    client = client_of(make.learner())
    sent = {"text": "Долго писал это.", "client_id": "8f14e45f-ceea-467f-9575-8a1f5d1f7c3e"}
    client.post(reverse("forum_answer", args=[source.pk]), sent)
    assert target.posts.latest("pk").text == "Долго писал это."


def test_what_was_done_says_no_title_of_what_its_author_does_not_read_any_more(client: Client):
    moderator, author, topic = make.moderator(), make.learner(), talk.topic()
    client.force_login(author)
    kept, gone = (
        split_topic(
            by=moderator,
            topic=topic,
            posts=[talk.post(topic, author, text).pk],
            title=text,
            reason="Так.",
        )
        for text in ("Отдельно", "Для своих")
    )
    staff = talk.category("staff", Audience.TRAINERS)
    move_topic(by=moderator, topic=gone, category=staff, reason="Так.")
    merge_topics(by=moderator, source=kept, target=topic, reason="Так.")
    page = client.get(reverse("my_moderation")).content.decode()
    assert kept.title in page
    assert gone.title not in page


def test_answers_to_split_off_are_named_by_their_own_words(moderator: Client):
    topic = talk.topic()
    talk.post(topic, text=quote_of(topic.posts.get()) + "Спросите **глав**.")
    page = page_of(moderator, "forum_moderate", topic.pk)
    assert "Спросите глав." in page
    assert "[@post:" not in page


def test_a_long_answer_to_split_off_is_cut_after_a_word(moderator: Client):
    topic = talk.topic()
    talk.post(topic, text="Договорились на сходе, " * 6)
    page = page_of(moderator, "forum_moderate", topic.pk)
    assert "Договорились на сходе, Договорились на…" in page
