"""What two municipalities say to each other: theirs alone, by every way by which anybody could learn of it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from exchange.forum import access
from exchange.forum.attaching import take_upload
from exchange.forum.audiences import Readers, is_read_by_all_of
from exchange.forum.choices import OF_CATEGORIES, Audience, Complaint
from exchange.forum.drafts import place_of_answer
from exchange.forum.flagging import complain
from exchange.forum.following import follow
from exchange.forum.mentioning import people_called
from exchange.forum.merging import merge_topics
from exchange.forum.models import Category, Post, Topic
from exchange.forum.moderation import hide_post
from exchange.forum.moving import move_topic
from exchange.forum.quoting import quote_of
from exchange.forum.reading import reader_of
from exchange.forum.splitting import split_topic
from lms.notifications.mailing import mail_what_waits
from lms.notifications.models import OutgoingMessage
from lms.people.choices import Role
from lms.people.membership import end_membership
from lms.people.models import Municipality, Person
from lms.people.roles import grant_role
from lms.rules import NotAllowed
from search.query import search
from tests import make
from tests.forum import talk
from tests.forum.notices import told
from tests.forum.test_mentions import call
from tests.forum.test_news import titles as news
from tests.search.things import catch_up

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"reason": "По правилам форума."}
WORDS = "Тариф у нас тридцать сомов."


class Two:
    """Two municipalities that talk, and whoever else there is."""

    def __init__(self) -> None:
        self.one, self.other = make.municipality(), make.municipality()
        self.author = make.learner(self.one)
        self.answerer = make.learner(self.other)
        self.topic = talk.between(self.author, self.other, title="Как вы начинали?")
        place = place_of_answer(self.topic.pk)
        take_upload(
            person=self.answerer, place=place, upload=SimpleUploadedFile("тариф.txt", b"30")
        )
        self.post = talk.post(self.topic, self.answerer, WORDS)

    def reader(self, who: str) -> Person | None:
        """Somebody of that kind, who follows the topic if they can."""
        made: dict[str, Callable[[], Person | None]] = {
            "of the one": lambda: make.learner(self.one),
            "of the other": lambda: make.learner(self.other),
            "left the one": lambda: self.left(self.one),
            "left the other": lambda: self.left(self.other),
            "claims the one": lambda: make.person(municipality=self.one),
            "of a third": make.learner,
            "coordinator of a third": make.coordinator,
            "trainer": make.trainer,
            "moderator": make.moderator,
            "manager": make.manager,
            "admin": make.admin,
            "visitor": lambda: None,
        }
        person = made[who]()
        if person:
            reader_of(person)
            follow(person=person, topic=self.topic)
        return person

    def left(self, place: Municipality) -> Person:
        person = make.learner(place)
        follow(person=person, topic=self.topic)
        end_membership(by=make.manager(), membership=make.membership_of(person))
        return Person.objects.get(pk=person.pk)


@pytest.fixture
def two() -> Two:
    return Two()


READ = ("of the one", "of the other")
DO_NOT = (
    *("left the one", "left the other", "claims the one", "of a third", "coordinator of a third"),
    *("trainer", "moderator", "manager", "admin", "visitor"),
)


@pytest.mark.parametrize("who", [*READ, *DO_NOT])
def test_the_two_read_it_and_nobody_else_by_any_way(two: Two, who: str, client: Client):
    person = two.reader(who)
    if person:
        client.force_login(person)
    attachment = two.post.attachments.get()
    pages = {
        "topic": reverse("forum_topic", args=[two.topic.pk]),
        "post": reverse("forum_post", args=[two.post.pk]),
        "history": reverse("forum_history", args=[two.post.pk]),
        "attachment": reverse("forum_attachment", args=[attachment.key]),
    }
    ways = {name: client.get(url, follow=True).status_code == 200 for name, url in pages.items()}
    if person:
        talk.post(two.topic, two.author, "Спасибо, приедем.")
        talk.post(two.topic, two.answerer, "Ждём.")
        for show in ("", "unread", "followed"):
            found = client.get(reverse("forum"), {"show": show}).content.decode()
            ways[f"list {show}"] = two.topic.title in found
        ways["notices"] = "reply" in told(person)
        ways["digest"] = two.topic.title in news(person)
        seen = Readers.of(two.topic)
        called = people_called(two.author, person.family_name, seen, None)
        ways["mention"] = person in [each for each, _place in called]
        answered = client.post(
            reverse("forum_answer", args=[two.topic.pk]), {"text": "Да.", "client_id": uuid4()}
        )
        ways["answer"] = answered.status_code == 302 and two.topic.posts.filter(text="Да.").exists()
        drafted = {"place": place_of_answer(two.topic.pk), "text": "Да", "writer": uuid4()}
        ways["draft"] = client.post(reverse("forum_draft"), drafted).status_code == 200
    assert set(ways.values()) == {who in READ}, ways


def test_who_left_before_the_mail_went_out_is_mailed_nothing_and_finds_nothing(two: Two):
    people = {
        f"{name}@aiyl.example": make.learner(place, email=f"{name}@aiyl.example")
        for name, place in {
            "stays": two.one,
            "leaves": two.one,
            "remains": two.other,
            "goes": two.other,
        }.items()
    }
    talk.post(two.topic, two.answerer, f"Шлюзование весной. {call(*people.values())}")
    for address in ("leaves@aiyl.example", "goes@aiyl.example"):
        end_membership(by=make.manager(), membership=make.membership_of(people[address]))
    catch_up()
    mail_what_waits()
    mails = OutgoingMessage.objects.filter(event__startswith="notice:")
    told_of_it = {mail.recipient for mail in mails if two.topic.title in mail.subject}
    assert told_of_it == {"stays@aiyl.example", "remains@aiyl.example"}
    for address, person in people.items():
        reader = Person.objects.get(pk=person.pk)
        found = search(reader, "шлюзование", language="ru", kinds=("post",)).hits
        assert bool(found) == (address in told_of_it), address


def test_each_of_the_two_finds_it_among_what_is_of_its_municipality(two: Two, client: Client):
    for person in (two.author, two.answerer):
        client.force_login(person)
        for show in ("municipality", "mine"):
            found = client.get(reverse("forum"), {"show": show}).content.decode()
            assert two.topic.title in found, show
            assert "Между двумя муниципалитетами" in found
    client.force_login(make.learner())
    assert two.topic.title not in client.get(reverse("forum"), {"show": "mine"}).content.decode()


def test_its_page_says_who_reads_it(two: Two, client: Client):
    client.force_login(two.answerer)
    page = client.get(reverse("forum_topic", args=[two.topic.pk])).content.decode()
    assert f"{two.one.name_ru}, {two.other.name_ru}" in page
    talked = client.get(reverse("forum_topic", args=[talk.topic().pk])).content.decode()
    assert two.other.name_ru not in talked


def test_a_moderator_sees_what_was_complained_of_and_nothing_else(two: Two, client: Client):
    moderator = make.moderator()
    with pytest.raises(NotAllowed):
        hide_post(by=moderator, post=two.post, **WHY)
    complain(person=two.author, post=two.post, reason=Complaint.RUDE)
    client.force_login(moderator)
    page = client.get(reverse("forum_review_post", args=[two.post.pk])).content.decode()
    assert WORDS in page
    assert two.topic.posts.earliest("pk").text not in page
    assert client.get(reverse("forum_topic", args=[two.topic.pk])).status_code == 404
    hide_post(by=moderator, post=two.post, **WHY)


def test_it_stays_where_it_is(two: Two, client: Client):
    """Also for a moderator who works in one of the two, and so reads it."""
    moderator = make.learner(two.one)
    grant_role(by=make.manager(), person=moderator, role=Role.MODERATOR)
    moderator = Person.objects.get(pk=moderator.pk)
    assert access.can_order(moderator, two.topic)
    other = talk.between(two.author, two.other, text="Ещё одно.")
    own_category = talk.category("own", Audience.MUNICIPALITY)
    own = talk.topic(two.author, category=own_category, text="Наше.")
    with pytest.raises(NotAllowed, match="остаётся на своём месте"):
        move_topic(by=moderator, topic=two.topic, category=talk.category(), confirmed=True, **WHY)
    for source, target in ((two.topic, other), (two.topic, own), (own, two.topic)):
        with pytest.raises(NotAllowed, match="остаётся на своём месте"):
            merge_topics(by=moderator, source=source, target=target, **WHY)
    with pytest.raises(NotAllowed, match="остаётся на своём месте"):
        split_topic(by=moderator, topic=two.topic, posts=[two.post.pk], title="Тариф", **WHY)
    client.force_login(moderator)
    page = client.get(reverse("forum_moderate", args=[two.topic.pk])).content.decode()
    assert 'value="close"' in page
    for act in ("move", "merge", "split"):
        assert f'value="{act}"' not in page


def test_its_words_stand_nowhere_else(two: Two):
    quote = quote_of(two.post)
    public = talk.post(talk.topic(), two.author, quote)
    own_category = talk.category("own", Audience.MUNICIPALITY)
    own = talk.topic(two.author, category=own_category, text="Наше.")
    inside = talk.post(own, two.author, quote)
    third = talk.post(talk.between(two.author, text="Другим."), two.author, quote)
    again = talk.post(two.topic, two.author, quote)
    shown = {
        post.pk: WORDS in Post.objects.get(pk=post.pk).html
        for post in (public, inside, third, again)
    }
    # Whoever reads the municipality's own reads this too.
    assert shown == {public.pk: False, inside.pk: True, third.pk: False, again.pk: True}


def test_who_reads_what_of_places():
    def readers(*places: int) -> Readers:
        audience = Audience.MUNICIPALITY if len(places) < 2 else Audience.TWO
        return Readers(audience, frozenset(places))

    staff, members = Readers(Audience.TRAINERS), Readers(Audience.MEMBERS)
    assert is_read_by_all_of(readers(1, 2), readers(1))
    assert is_read_by_all_of(readers(1, 2), readers(2, 1))
    assert is_read_by_all_of(members, readers(1, 2))
    for what, by in [
        (readers(1), readers(1, 2)),
        (readers(1, 2), readers(1, 3)),
        (readers(1, 2), members),
        (readers(1, 2), staff),
        (staff, readers(1, 2)),
        (readers(), readers()),
    ]:
        assert not is_read_by_all_of(what, by)


def test_nobody_begins_one_with_their_own_or_without_a_municipality():
    place = make.municipality()
    for person in (make.learner(place), make.person(), make.trainer()):
        with pytest.raises(NotAllowed):
            talk.between(person, place)
    assert not Topic.objects.exists()


def test_sent_twice_it_is_one(two: Two):
    form: dict[str, Any] = {"client_id": uuid4()}
    first = talk.between(two.author, two.other, **form)
    assert talk.between(two.author, two.other, **form) == first


def test_no_category_is_for_two():
    assert Audience.TWO not in dict(OF_CATEGORIES)
    with pytest.raises(IntegrityError, match="no_category_is_of_two_municipalities"):
        Category.objects.create(key="two", audience=Audience.TWO, name_ru="Два")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("what_two_municipalities_read_names_the_other", {"other_municipality": None}),
        (
            "what_two_municipalities_read_names_the_other",
            {"audience": Audience.MUNICIPALITY, "course_key": uuid4()},
        ),
        ("what_one_municipality_reads_says_which", {"municipality": None}),
        ("two_municipalities_are_two", {"other_municipality": "municipality"}),
        ("what_two_municipalities_say_stands_in_no_other_place", {"course_key": uuid4()}),
    ],
)
def test_the_database_keeps_two_apart(two: Two, name: str, fields: dict[str, Any]):
    if fields.get("other_municipality") == "municipality":
        fields = {"other_municipality": two.topic.municipality}
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Topic.objects.filter(pk=two.topic.pk).update(**fields)
    assert name in str(refused.value)
