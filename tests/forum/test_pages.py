"""The pages of the forum."""

import re
from datetime import date, datetime, timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from exchange.forum.models import Post, Topic
from exchange.forum.templatetags.forum import day
from lms import clock
from tests import make
from tests.forum import talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(make.learner())
    return client


def test_somebody_asks_and_sees_the_question(browser: Client):
    talk.category()
    form = {"kind": "question", "title": "Как?", "text": "Так **вот**.", "client_id": uuid4()}
    answer = browser.post(reverse("forum_new", args=["waste"]), form, follow=True)
    assert "<strong>вот</strong>" in answer.content.decode()
    assert Topic.objects.get().title == "Как?"


@pytest.mark.parametrize("length", [20_001, 1_000_000])
def test_what_is_refused_keeps_what_was_typed(browser: Client, length: int):
    topic = talk.topic()
    text = "а" * length
    answer = browser.post(
        reverse("forum_answer", args=[topic.pk]), {"text": text, "client_id": uuid4()}
    )
    html = answer.content.decode()
    assert text in html
    assert f"не больше 20000 знаков, а в этом {length}" in html
    assert Post.objects.count() == 1


def test_a_post_is_found_on_its_page_wherever_it_stands(browser: Client):
    topic, author = talk.topic(), make.trainer()  # of whom so many within an hour are not held
    posts = [talk.post(topic, author, f"Ответ {number}") for number in range(120)]
    answer = browser.get(reverse("forum_post", args=[posts[77].pk]), follow=True)
    assert "Ответ 77" in answer.content.decode()
    first = browser.get(reverse("forum_topic", args=[topic.pk]), {"from": "0"}).content.decode()
    talk.topic()  # whose key is the next one
    after = browser.get(f"{reverse('forum_topic', args=[topic.pk])}?after={posts[48].pk}")
    assert f"?after={posts[48].pk}" in first
    assert "Ответ 49" in after.content.decode()
    later = browser.get(reverse("forum_topic", args=[topic.pk]), {"last": ""})
    assert "Ответ 119" in later.content.decode()


def test_a_topic_is_opened_at_a_day_as_it_is_counted_in_bishkek(browser: Client):
    author = make.trainer()
    night = datetime(2026, 11, 20, 0, 0, tzinfo=timezone.get_default_timezone())
    with clock.at(night - timedelta(days=1)):
        topic = talk.topic(author)
    for said, after in (("Накануне", -1), ("Ночью", 0), ("Назавтра", 24 * 60)):
        with clock.at(night + timedelta(minutes=after)):
            talk.post(topic, author, said)
    page = browser.get(reverse("forum_topic", args=[topic.pk]), {"on": "2026-11-20"})
    html = page.content.decode()
    assert [said in html for said in ("Накануне", "Ночью", "Назавтра")] == [False, True, True]


@pytest.mark.parametrize(
    "query", ["from=x", "before=9" * 30, "on=2026-99-99", "on=nonsense", "last"]
)
def test_an_address_that_somebody_made_up_is_answered(browser: Client, query: str):
    topic = talk.topic()
    answer = browser.get(f"{reverse('forum_topic', args=[topic.pk])}?{query}")
    assert answer.status_code == HTTPStatus.OK


@pytest.mark.parametrize("show", ["", "unread", "unanswered", "followed", "mine", "municipality"])
def test_lists_are_narrowed(browser: Client, show: str):
    topic = talk.topic()
    page = browser.get(reverse("forum"), {"show": show}).content.decode()
    assert (topic.title in page) == (show in {"", "unanswered"})


def test_a_list_says_today_and_yesterday_and_then_the_date(browser: Client):
    now = datetime(2026, 11, 20, 0, 30, tzinfo=timezone.get_default_timezone())
    for title, ago in (("Сегодня", 0), ("Вчера", 1), ("Давно", 2)):
        with clock.at(now - timedelta(days=ago)):
            talk.topic(title=title)
    with clock.at(now + timedelta(hours=23)):
        html = browser.get(reverse("forum")).content.decode()
    with translation.override("ru"):
        dates = ["сегодня", "вчера", date_format(date(2026, 11, 18))]
    days = re.findall(r"<time [^>]*>([^<]*)</time>", html)
    assert days == dates


def test_whoever_asks_chooses_a_category_first(browser: Client):
    talk.category()
    front = browser.get(reverse("forum")).content.decode()
    assert reverse("forum_choose") in front
    page = browser.get(reverse("forum_choose")).content.decode()
    assert reverse("forum_new", args=["waste"]) in page


def test_whoever_may_not_write_is_led_to_what_they_can_do(client: Client):
    topic = talk.topic()
    addresses = [
        reverse("forum"),
        reverse("forum_category", args=["waste"]),
        reverse("forum_topic", args=[topic.pk]),
    ]
    for address in addresses:
        assert f"?next={address}" in client.get(address).content.decode().split("<main")[1]
    client.force_login(make.person())
    for address in addresses:
        assert reverse("profile") in client.get(address).content.decode().split("<main")[1]
    client.force_login(make.learner())
    for address in addresses:
        assert reverse("profile") not in client.get(address).content.decode().split("<main")[1]


def test_a_pressed_button_is_marked_and_whoever_asked_has_none(client: Client):
    topic = talk.topic()
    same, pressed = reverse("forum_same_problem", args=[topic.pk]), 'aria-pressed="true"><svg'
    reader = make.learner()
    client.force_login(reader)
    address = reverse("forum_topic", args=[topic.pk])
    assert same in client.get(address).content.decode()
    assert pressed not in client.get(address).content.decode()
    client.post(same)
    client.post(reverse("forum_helped", args=[topic.posts.get().pk]))
    assert client.get(address).content.decode().count(pressed) == 2
    client.force_login(topic.author)
    assert same not in client.get(address).content.decode()


def test_all_topics_are_marked_as_read_where_unread_ones_are_listed(browser: Client):
    topic = talk.topic()
    browser.post(reverse("forum_follow_topic", args=[topic.pk]))
    browser.get(reverse("forum"))
    talk.post(topic)
    button = reverse("forum_read_all")
    assert button in browser.get(reverse("forum"), {"show": "unread"}).content.decode()
    browser.post(button)
    assert button not in browser.get(reverse("forum"), {"show": "unread"}).content.decode()


def test_a_day_is_said_in_the_language_of_the_page():
    said = []
    for language in ("ru", "ky", "en"):
        with translation.override(language):
            said += [day(clock.now()), day(clock.now() - timedelta(days=400))]
    assert said[::2] == ["сегодня", "бүгүн", "today"]
    assert len(set(said)) == len(said)
