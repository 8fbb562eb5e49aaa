"""The two of an adoption that was brought in begin to talk: from either side, once, and nobody else."""

from http import HTTPStatus

import pytest
from django.test import Client

from exchange.cases.adoption.refusals import AlreadyTalking
from exchange.cases.adoption.talking import begin_talk
from exchange.cases.models import Adoption
from exchange.cases.withdrawal import withdraw_case
from exchange.forum.choices import Audience
from exchange.forum.models import Topic
from lms.people.models import Person
from lms.rules import NotAllowed
from tests import make
from tests.cases import adoptions, library
from tests.forum import talk
from tests.forum.notices import told
from tests.notices import said_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def brought() -> Adoption:
    """An adoption without a talk, between two municipalities of which each has a coordinator."""
    giver, taker = make.municipality(), make.municipality()
    made = adoptions.taken(library.case(giver), taker)
    make.coordinator(giver)
    make.coordinator(taker)
    return made


def write(adoption: Adoption, by: Person, words: str = "Как у вас идёт?") -> Topic:
    return begin_talk(by=by, adoption=adoption, language="ru", words=words)


@pytest.mark.parametrize("side", ["giver", "municipality"])
def test_either_side_begins_it_and_the_other_is_told(brought: Adoption, side: str):
    here, there = brought.giver, brought.municipality
    if side == "municipality":
        here, there = there, here
    by = make.learner(here)
    topic = write(brought, by)
    brought.refresh_from_db()
    assert brought.topic == topic
    assert topic.audience == Audience.TWO
    assert {topic.municipality, topic.other_municipality} == {here, there}
    assert 'class="card"' in topic.posts.get().html
    other = there.coordinators().get()
    [said] = said_of(f"adoption_talk:{brought.pk}")
    assert said.person == other
    assert here.name_ky in said.title
    assert said.url.endswith(f"/forum/topics/{topic.pk}/")
    talk.post(topic, by, "И ещё вопрос.")
    assert "reply" in told(other)


def test_it_begins_once(brought: Adoption):
    by = make.learner(brought.giver)
    assert write(brought, by) == write(brought, by)
    with pytest.raises(AlreadyTalking):
        write(brought, make.learner(brought.municipality))
    assert Topic.objects.count() == 1


def test_nobody_else_begins_it(brought: Adoption):
    for by in (make.learner(), make.moderator(), make.person(municipality=brought.giver)):
        with pytest.raises(NotAllowed):
            write(brought, by)
    withdraw_case(by=make.moderator(), case=brought.case, because="Ошибка.")
    brought.refresh_from_db()
    with pytest.raises(NotAllowed, match="не опубликован"):
        write(brought, make.learner(brought.giver))
    assert not Topic.objects.exists()


def test_the_page_leads_the_two_to_it(client: Client, brought: Adoption):
    address = f"/ru/cases/{brought.case.slug}/adoptions/{brought.pk}/"
    assert f"{address}talk/" not in client.get(address).content.decode()
    client.force_login(make.learner(brought.giver))
    assert f"{address}talk/" in client.get(address).content.decode()
    empty = client.post(f"{address}talk/", {"words": " "})
    assert "Напишите" in empty.content.decode()
    sent = client.post(f"{address}talk/", {"words": "Как идёт?"})
    topic = Topic.objects.get()
    assert (sent.status_code, sent["Location"]) == (
        HTTPStatus.FOUND,
        f"/ru/forum/topics/{topic.pk}/",
    )
    read = client.get(sent["Location"]).content.decode()
    title = brought.case.texts.get(language="ru").title
    assert f"<b>{title}</b></a>" in read
    assert "Придумано для примера" not in read
    html = client.get(address).content.decode()
    assert f"{address}talk/" not in html
    assert sent["Location"] in html
    client.force_login(make.learner(brought.municipality))
    late = client.post(f"{address}talk/", {"words": "А мы хотели спросить"}).content.decode()
    assert "А мы хотели спросить" in late
