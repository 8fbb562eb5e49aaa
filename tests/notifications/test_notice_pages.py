"""The bell, the list, and the page on which somebody chooses what comes."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.forum.choices import Audience
from exchange.forum.following import follow
from exchange.forum.models import Follow, Topic
from exchange.forum.moderation import hide_post
from lms import clock
from lms.notifications.models import Notice, PlacePreference, Preference, Way
from lms.notifications.views.notices import ON_A_PAGE
from lms.people.membership import end_membership
from lms.people.models import Person
from tests import make
from tests.forum import talk

pytestmark = pytest.mark.django_db

LIST, SETTINGS, SOME_PAGE = "/en/my/notices/", "/en/my/notices/settings/", "/en/help/"


@pytest.fixture
def topic() -> Topic:
    return talk.topic(title="Кто вывозит мусор?")


@pytest.fixture
def asker(topic: Topic, client: Client) -> Person:
    """Who asked, signed in, with an empty list."""
    Notice.objects.all().delete()
    client.force_login(topic.author)
    return topic.author


def page(client: Client, address: str = LIST) -> str:
    return client.get(address).content.decode()


def test_the_bell_counts_and_the_list_says_it(client: Client, asker: Person, topic: Topic):
    assert '<span class="off">Notices</span>' in page(client, SOME_PAGE)
    talk.post(topic)
    assert "Notices, 1 new" in page(client, SOME_PAGE)
    html = page(client)
    assert "You were answered: Кто вывозит мусор?" in html
    assert html.count('class="fresh"') == 1


def test_opening_the_topic_reads_its_notices_and_no_others(
    client: Client, asker: Person, topic: Topic
):
    other = talk.topic(asker, text="Другой вопрос.")
    talk.post(topic)
    talk.post(other)
    html = client.get(f"/en/forum/topics/{topic.pk}/").content.decode()
    assert "Notices, 1 new" in html
    mine = Notice.objects.filter(person=asker, read_at=None)
    assert set(mine.values_list("place", flat=True)) == {f"topic:{other.pk}"}


def test_opening_a_notice_leads_to_what_it_tells_of_and_reads_it(
    client: Client, asker: Person, topic: Topic
):
    post = talk.post(topic)
    notice = Notice.objects.get(person=asker)
    answer = client.get(f"/en/my/notices/{notice.pk}/")
    assert answer.headers["Location"] == f"/en/forum/posts/{post.pk}/"
    notice.refresh_from_db()
    assert notice.read_at


def test_another_persons_notice_is_not_there(client: Client, asker: Person, topic: Topic):
    talk.post(topic)
    notice = Notice.objects.get(person=asker)
    client.force_login(make.person())
    assert client.get(f"/en/my/notices/{notice.pk}/").status_code == 404


def test_what_is_hidden_leaves_list_bell_and_address(client: Client, asker: Person, topic: Topic):
    post = talk.post(topic)
    notice = Notice.objects.get(person=asker)
    hide_post(by=make.moderator(), post=post, reason="Грубо.")
    assert "Кто вывозит мусор?" not in page(client)
    assert "Notices, 1 new" not in page(client, SOME_PAGE)
    assert client.get(f"/en/my/notices/{notice.pk}/").status_code == 404


def test_a_lost_right_takes_titles_from_the_list(client: Client):
    place = make.municipality()
    coordinator, learner = make.coordinator(place), make.learner(place)
    own = talk.category("own", Audience.MUNICIPALITY)
    topic = talk.topic(learner, category=own, title="Наша казна")
    Notice.objects.all().delete()
    talk.post(topic, coordinator)
    client.force_login(learner)
    assert "Наша казна" in page(client)
    end_membership(by=coordinator, membership=make.membership_of(learner))
    html = page(client)
    assert "Наша казна" not in html
    assert '<span class="off">Notices</span>' in html


def test_all_are_marked_read(client: Client, asker: Person, topic: Topic):
    talk.post(topic)
    talk.post(topic)
    html = client.post("/en/my/notices/read/", follow=True).content.decode()
    assert 'class="fresh"' not in html
    assert "Mark all as read" not in html


def test_pages_follow_each_other_without_a_gap(client: Client, asker: Person, topic: Topic):
    for _ in range(ON_A_PAGE + 3):
        talk.post(topic)
    with CaptureQueriesContext(connection) as captured:
        first = page(client)
    assert len(captured) <= 8
    assert first.count('class="fresh"') == ON_A_PAGE
    older = first.partition('<a href="?before=')[2].partition('"')[0]
    second = page(client, f"{LIST}?before={older}")
    assert second.count('class="fresh"') == 3
    assert "Older notices" not in second
    assert client.get(f"{LIST}?before=99999999999999999999").status_code == 200


def test_what_happened_last_stands_first_whenever_it_was_written_down(
    client: Client, asker: Person, topic: Topic
):
    for _ in range(ON_A_PAGE + 1):
        talk.post(topic)
    latest = Notice.objects.filter(person=asker).earliest("pk")
    Notice.objects.filter(pk=latest.pk).update(created_at=clock.now() + timedelta(days=1))
    first = page(client)
    days = re.findall(r'<time datetime="([^"]+)"', first)
    assert days == sorted(days, reverse=True)
    assert datetime.fromisoformat(days[0]) > clock.now()
    older = first.partition('<a href="?before=')[2].partition('"')[0]
    assert page(client, f"{LIST}?before={older}").count("<time ") == 1


def test_the_bell_of_many_says_no_more_than_ninety_nine(client: Client, asker: Person):
    Notice.objects.bulk_create(
        Notice(
            person=asker, kind="x", event=f"x:{n}", subject=f"x:{n}", readers="own", way=Way.LIST
        )
        for n in range(120)
    )
    assert ">99+</span>" in page(client, SOME_PAGE)


def test_somebody_chooses_for_kinds_and_for_what_they_follow(
    client: Client, asker: Person, topic: Topic
):
    html = page(client, SETTINGS)
    assert '<select id="kind-forum.answer"' in html
    assert "Кто вывозит мусор?" in html
    client.post(
        SETTINGS,
        {
            "kind-forum.answer": "weekly",
            "kind-forum.reply": "daily",
            "kind-forum.mention": "by pigeon",
            f"place-topic:{topic.pk}": "list",
        },
    )
    assert dict(Preference.objects.values_list("kind", "way")) == {"forum.answer": Way.WEEKLY}
    assert dict(PlacePreference.objects.values_list("place", "way")) == {
        f"topic:{topic.pk}": Way.LIST
    }
    talk.post(topic)
    assert Notice.objects.get(person=asker).way == Way.LIST
    client.post(SETTINGS, {f"place-topic:{topic.pk}": ""})
    assert not PlacePreference.objects.exists()


def test_one_choice_holds_for_everything_also_for_what_is_followed(
    client: Client, asker: Person, topic: Topic
):
    client.post(SETTINGS, {f"place-topic:{topic.pk}": "list"})
    assert 'value="each" checked' in page(client, SETTINGS)
    client.post(SETTINGS, {"all": "weekly", "kind-forum.answer": "at_once"})
    html = page(client, SETTINGS)
    assert 'name="all" value="weekly" checked' in html
    assert 'value="at_once" selected' not in html
    assert not PlacePreference.objects.exists()
    talk.post(topic)
    assert Notice.objects.get(person=asker).way == Way.WEEKLY
    # Digests come every day at most, and that is no way of their own.
    client.post(SETTINGS, {"all": "at_once"})
    assert 'name="all" value="at_once" checked' in page(client, SETTINGS)
    assert Preference.objects.get(kind="forum.unread").way == Way.DAILY


def test_each_by_itself_holds_where_it_was_changed_below_the_choice_for_everything(
    client: Client, asker: Person
):
    client.post(SETTINGS, {"all": "weekly"})
    client.post(SETTINGS, {"all": "each", "kind-forum.answer": "at_once"})
    assert Preference.objects.get(kind="forum.answer").way == Way.AT_ONCE
    assert Preference.objects.get(kind="forum.mention").way == Way.WEEKLY
    assert 'value="each" checked' in page(client, SETTINGS)


def test_somebody_stops_to_follow(client: Client, asker: Person, topic: Topic):
    category, key = talk.category("water"), uuid4()
    other = make.learner()
    for person in (asker, other):
        follow(person=person, category=category)
        follow(person=person, course_key=key)
    places = [f"topic:{topic.pk}", f"category:{category.pk}", f"course:{key}"]
    client.post(SETTINGS, dict.fromkeys((f"place-{place}" for place in places), "off"))
    # A course that is not published has no line there, and so is followed on.
    assert [each.course_key for each in Follow.objects.filter(person=asker)] == [key]
    assert Follow.objects.filter(person=other).count() == 2


def test_nobody_chooses_for_what_they_do_not_follow(client: Client, asker: Person):
    elsewhere = talk.topic(make.learner())
    client.post(SETTINGS, {f"place-topic:{elsewhere.pk}": "weekly"})
    assert not PlacePreference.objects.exists()
