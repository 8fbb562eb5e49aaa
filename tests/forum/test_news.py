"""What a digest says of the forum: what is unread where people follow and work, under their rights of then."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.forum.choices import Audience
from exchange.forum.editing import delete_post
from exchange.forum.following import follow
from exchange.forum.merging import merge_topics
from exchange.forum.models import Topic
from exchange.forum.moderation import hide_post, hide_topic
from exchange.forum.news import NEWEST, gather
from exchange.forum.reading import places_in, read_all, read_posts, reader_of
from lms import clock
from lms.notifications import digests
from lms.notifications.models import OutgoingMessage
from lms.notifications.sections import Asked
from lms.people.membership import end_membership
from lms.people.models import Membership, Person
from tests import make
from tests.forum import talk

pytestmark = pytest.mark.django_db
WHY = {"reason": "По правилам форума."}
WEEK = timedelta(days=7)


def news(person: Person, told: set[str] | None = None) -> list[tuple[str, str]]:
    """Titles of topics, and what is said of them."""
    asked = Asked([person.pk], clock.now() - WEEK, {person.pk: told or set()})
    tellers = gather(asked).get(person.pk, [])
    return [(told.title, told.text) for told in (tell() for tell in tellers)]


def titles(person: Person) -> list[str]:
    return [title for title, _text in news(person)]


def follower(topic: Topic) -> Person:
    person = make.learner()
    reader_of(person)
    follow(person=person, topic=topic)
    return person


def read(person: Person, topic: Topic) -> None:
    read_posts(person, topic.posts.order_by("pk"), places_in(topic, person))


def test_it_counts_what_others_wrote_since_and_was_not_read():
    topic = talk.topic(title="Келишим")
    reader = follower(topic)
    assert news(reader) == []
    talk.post(topic)
    talk.post(topic)
    talk.post(topic, author=reader)
    assert news(reader) == [("Келишим", "Отходы · 2 непрочитанных сообщения")]
    read(reader, topic)
    assert news(reader) == []
    talk.post(topic)
    read_all(reader)
    assert news(reader) == []


def test_what_is_old_is_no_news():
    topic = talk.topic()
    reader = follower(topic)
    with clock.at(clock.now() - WEEK - timedelta(hours=1)):
        talk.post(topic)
    assert news(reader) == []


def test_what_the_mail_tells_already_is_not_said_twice():
    topic = talk.topic()
    reader = follower(topic)
    talk.post(topic)
    assert news(reader, told={f"topic:{topic.pk}"}) == []


def test_what_is_hidden_deleted_or_held_is_not_told():
    moderator = make.moderator()
    hidden, deleted, held, closed = (talk.topic(title=f"Тема {number}") for number in range(4))
    readers = [follower(topic) for topic in (hidden, deleted, held, closed)]
    hide_post(by=moderator, post=talk.post(hidden), **WHY)
    post = talk.post(deleted)
    delete_post(by=post.author, post=post)
    talk.held(held)
    talk.post(closed)
    hide_topic(by=moderator, topic=closed, **WHY)
    assert [news(reader) for reader in readers] == [[], [], [], []]
    follow(person=moderator, topic=closed)
    assert news(moderator) == []  # who may open it is told nothing of it either


def test_what_was_merged_is_told_where_it_stands():
    one, other = talk.topic(title="Одна"), talk.topic(title="Другая")
    reader = follower(one)
    talk.post(one)
    merge_topics(by=make.moderator(), source=one, target=other, **WHY)
    assert titles(reader) == ["Другая"]  # whoever follows the one follows the other from here on


def test_what_is_closed_to_somebody_is_left_out():
    place = make.municipality()
    member = make.learner(place)
    own = talk.topic(
        make.coordinator(place),
        title="Своё",
        category=talk.category("municipality", Audience.MUNICIPALITY),
    )
    colleagues = talk.topic(title="Для коллег", category=talk.category("work", Audience.MEMBERS))
    stranger = make.learner()
    for person in (member, stranger):
        reader_of(person)
        for topic in (own, colleagues):
            follow(person=person, topic=topic)
    talk.post(own, author=make.learner(place))
    talk.post(colleagues)
    assert titles(member) == ["Для коллег", "Своё"]
    assert titles(stranger) == ["Для коллег"]
    end_membership(by=place.coordinators()[0], membership=make.membership_of(member))
    assert titles(member) == []


def test_whose_work_it_is_hears_of_it_without_following():
    water = talk.category("water")
    water.positions.add(make.position("water-operator"))
    operator = make.learner(position=make.position("water-operator"))
    clerk, waiting = make.learner(), make.person(position=make.position("water-operator"))
    for person in (operator, clerk, waiting):
        reader_of(person)
    talk.topic(title="Чыр", category=water)
    assert titles(operator) == ["Чыр"]
    assert titles(clerk) == []
    assert titles(waiting) == []  # works nowhere that has confirmed it


def test_of_a_busy_category_the_newest_are_looked_at_and_what_is_followed_comes_first():
    water = talk.category("water")
    water.positions.add(make.position("water-operator"), make.position("utilities-specialist"))
    operator = make.learner(position=make.position("water-operator"))
    followed = talk.topic(title="Своя")
    reader_of(operator)
    follow(person=operator, topic=followed)
    talk.post(followed)
    for number in range(12):
        talk.topic(title=f"Тема {number}", category=water)
    assert titles(operator) == ["Своя", *(f"Тема {number}" for number in range(11, 1, -1))]


def test_many_people_cost_no_more_questions():
    topic = talk.topic()
    people = [follower(topic) for _ in range(9)]
    talk.post(topic)

    def asked(some: list[Person]) -> int:
        with CaptureQueriesContext(connection) as captured:
            found = gather(Asked([each.pk for each in some], clock.now() - WEEK))
            assert set(found) == {each.pk for each in some}
        return len(captured)

    assert asked(people[:2]) == asked(people) <= 6


@pytest.mark.postgresql
def test_people_and_topics_of_their_work_are_paired_once_each():
    """However many positions a category is for, and however many categories a position has."""
    positions = [make.position(f"work-{number}") for number in range(4)]
    for number in range(4):
        category = talk.category(f"category-{number}")
        category.positions.add(*positions)
        for _ in range(NEWEST + 2):
            talk.topic(category=category)
    people = [make.learner(position=position) for position in positions for _ in range(3)]
    for person in people:
        reader_of(person)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a plan by what is there, not by what the tests before have left
    with CaptureQueriesContext(connection) as captured:
        gather(Asked([each.pk for each in people], clock.now() - WEEK))
    pairing = f'FROM "{Membership._meta.db_table}" INNER JOIN'
    (of_work,) = [each["sql"] for each in captured if pairing in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {of_work}")
        ((plan,),) = cursor.fetchone()
    pairs = len(people) * 4 * NEWEST
    assert plan["Plan"]["Actual Rows"] == pairs
    assert max(rows_joined(plan["Plan"])) <= pairs  # on the way, too


def rows_joined(node: dict[str, Any]) -> Iterator[float]:
    """How many rows came out of each join of a plan."""
    if "Join Type" in node:
        yield node["Actual Rows"] * node["Actual Loops"]
    for below in node.get("Plans", []):
        yield from rows_joined(below)


def test_it_stands_in_the_digest_of_a_monday_in_the_reader_s_language():
    topic = talk.topic(title="Келишим")
    reader = make.learner(email="reader@aiyl.example", language="ky")
    reader_of(reader)
    follow(person=reader, topic=topic)
    talk.post(topic)
    today = clock.today()
    monday = today + timedelta(days=-today.weekday() % 7)
    digests.digests_of([reader.pk], monday)
    (message,) = digests.digests_of([reader.pk], monday)
    assert message.language == "ky"
    assert "Келишим" in message.text
    assert f"http://localhost:8000/ky/forum/topics/{topic.pk}/" in message.text
    assert not OutgoingMessage.objects.filter(event__startswith="digest").exists()
