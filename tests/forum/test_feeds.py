"""Atom feeds of what everybody reads, and links that pass a topic on."""

from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from exchange.forum.choices import Audience
from exchange.forum.editing import delete_post
from exchange.forum.merging import merge_topics
from exchange.forum.models import Category, Topic
from exchange.forum.moderation import hide_post, hide_topic
from exchange.forum.sharing import shares_of
from tests import make
from tests.forum import talk

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WHY: dict[str, Any] = {"reason": "По правилам форума."}


def feed_at(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314  our own


def entries(client: Client, address: str) -> list[ElementTree.Element]:
    return feed_at(client, address).findall(f"{ATOM}entry")


def words(entry: ElementTree.Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


def feed_of(topic: Topic) -> str:
    return reverse("forum_topic_feed", args=[topic.pk])


def test_the_posts_of_a_topic_are_in_its_feed_newest_first(client: Client):
    topic = talk.topic(title="Вывоз <мусора> & золы")
    post = talk.post(topic, text="Укажите **дни** & <часы>.")
    answer, question = entries(client, feed_of(topic))
    assert words(answer, "summary") == "<p>Укажите дни &amp; &lt;часы&gt;.</p>"
    assert words(answer, "id") == f"http://localhost:8000/forum/posts/{post.pk}/"
    assert "самосвал" in words(question, "summary")
    assert client.get(f"/forum/posts/{post.pk}/").status_code == HTTPStatus.FOUND  # to a language


def test_the_topics_of_a_category_are_in_its_feed(client: Client):
    first, second = talk.topic(title="Первая"), talk.topic(title="Вторая")
    address = reverse("forum_category_feed", args=["waste", "ru"])
    assert [words(each, "title") for each in entries(client, address)] == ["Вторая", "Первая"]
    hide_topic(by=make.moderator(), topic=second, **WHY)
    assert [words(each, "title") for each in entries(client, address)] == [first.title]


def test_the_feed_of_a_category_is_called_as_it_is_in_the_language_of_the_address(client: Client):
    category = talk.category()
    Category.objects.filter(pk=category.pk).update(
        name_ru="Отходы", name_ky="Таштанды", name_en="Waste"
    )
    for language, name in (("ru", "Отходы"), ("ky", "Таштанды"), ("en", "Waste")):
        address = reverse("forum_category_feed", args=[category.key, language])
        feed = feed_at(client, address)
        assert feed.findtext(f"{ATOM}title") == name
        assert feed.get(LANG) == language
        assert address in client.get(f"/{language}/forum/{category.key}/").content.decode()
    assert client.get(f"/feeds/categories/{category.key}/de.atom").status_code == 404


def test_a_feed_and_each_entry_say_the_language_of_their_words(client: Client):
    kyrgyz = "Таштанды чыгаруу боюнча келишимди кантип түзсө болот?"
    topic = talk.topic(title=kyrgyz, text="Бизде бир гана ишкер бар.")
    talk.post(topic, text="Укажите дни и часы вывоза.")
    feed = feed_at(client, feed_of(topic))
    assert feed.get(LANG) == "ky"
    assert [each.get(LANG) for each in feed.findall(f"{ATOM}entry")] == ["ru", "ky"]
    talk.topic()
    feed = feed_at(client, reverse("forum_category_feed", args=["waste", "en"]))
    assert feed.get(LANG) == "en"  # as its name is
    assert [each.get(LANG) for each in feed.findall(f"{ATOM}entry")] == ["ru", "ky"]


@pytest.mark.parametrize("audience", [each for each in Audience if each != Audience.EVERYONE])
def test_what_is_private_has_no_feed_for_anybody(client: Client, audience: Audience):
    reader = make.learner()
    of_places = {Audience.MUNICIPALITY, Audience.TWO}
    author = reader if audience in of_places else make.trainer()
    topic = talk.of(audience, author)
    client.force_login(author)
    for address in (feed_of(topic), reverse("forum_category_feed", args=[f"for-{audience}", "ru"])):
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert "/feeds/" not in client.get(reverse("forum_topic", args=[topic.pk])).content.decode()
    assert shares_of(topic) == []


def test_hidden_held_and_deleted_posts_are_in_no_feed_also_for_moderators(client: Client):
    topic = talk.topic()
    hidden, deleted = talk.post(topic, text="Скрытое"), talk.post(topic, text="Удалённое")
    talk.held(topic)
    moderator = make.moderator()
    hide_post(by=moderator, post=hidden, **WHY)
    delete_post(by=deleted.author, post=deleted)
    client.force_login(moderator)
    assert len(entries(client, feed_of(topic))) == 1


def test_who_has_the_feed_is_told_that_it_is_as_it_was_until_it_is_not(client: Client):
    topic = talk.topic()
    post = talk.post(topic)
    answer = client.get(feed_of(topic))
    assert "Last-Modified" not in answer
    again = {"If-None-Match": answer["ETag"]}
    assert client.get(feed_of(topic), headers=again).status_code == HTTPStatus.NOT_MODIFIED
    hide_post(by=make.moderator(), post=post, **WHY)
    assert client.get(feed_of(topic), headers=again).status_code == HTTPStatus.OK


def test_the_feed_of_a_merged_topic_is_that_of_the_one_it_became(client: Client):
    source, target = talk.topic(), talk.topic()
    merge_topics(by=make.moderator(), source=source, target=target, **WHY)
    assert len(entries(client, feed_of(source))) == 2


def test_a_character_that_xml_does_not_know_breaks_no_feed(client: Client):
    topic = talk.topic(title="До\ufffeпосле", text="Страница&#12;вторая \uffff")
    (entry,) = entries(client, feed_of(topic))
    assert "вторая" in words(entry, "summary")


def test_pages_lead_to_their_feeds(client: Client):
    topic = talk.topic()
    for page, feed in (
        (reverse("forum_topic", args=[topic.pk]), feed_of(topic)),
        (reverse("forum_category", args=["waste"]), "/feeds/categories/waste/ru.atom"),
    ):
        html = client.get(page).content.decode()
        head = html.partition("</head>")[0]
        assert 'rel="alternate" type="application/atom+xml"' in head
        assert f'href="{feed}"' in head


def test_a_topic_is_passed_on_with_its_title_and_an_address_without_language(client: Client):
    topic = talk.topic(title="Зола & снег: как?")
    address = f"http://localhost:8000/forum/topics/{topic.pk}/"
    whatsapp, telegram = (parse_qs(urlsplit(each.url).query) for each in shares_of(topic))
    assert whatsapp == {"text": [f"Зола & снег: как?\n{address}"]}
    assert telegram == {"url": [address], "text": ["Зола & снег: как?"]}
    html = client.get(reverse("forum_topic", args=[topic.pk])).content.decode()
    assert "https://wa.me/?text=" in html
    assert "https://t.me/share/url?url=" in html
