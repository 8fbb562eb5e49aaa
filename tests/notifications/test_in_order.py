"""Who changes many notices at once locks them in the order of their keys, whatever the plan: none is refused for it."""

from collections.abc import Callable
from functools import partial

import pytest

from lms import clock
from lms.notifications.digests import take_notices
from lms.notifications.models import Notice, PlacePreference, Way
from lms.notifications.preferring import prefer_in
from lms.notifications.reading import read_everything
from lms.notifications.telling import about, move, withdraw
from lms.people.models import Person
from tests import make
from tests.notifications.test_telling import tell
from tests.threads import at_once, while_held

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


@pytest.mark.parametrize(
    "act",
    [
        read_everything,
        lambda person: take_notices([person.pk], [Way.DAILY]),
        lambda _person: withdraw(about(["thing:1"])),
        lambda _person: move(about(["thing:1"]), place="room:2", readers=""),
    ],
)
def test_notices_are_locked_in_one_order(act: Callable[[Person], object]):
    person = make.person()
    for number in range(2):
        tell(person, event=f"thing:{number}")
    first, second = Notice.objects.filter(person=person).order_by("pk")
    # Written last, it is met last: PostgreSQL ended one of both, “deadlock detected”.
    Notice.objects.filter(pk=first.pk).update(mailed_at=clock.now())
    Notice.objects.filter(pk=first.pk).update(mailed_at=None)
    mine = Notice.objects.filter(person=person)
    while_held(mine.filter(pk=first.pk), lambda: act(person), then=mine)
    before = second.withdrawn_at, second.read_at, second.mailed_at, second.place
    second.refresh_from_db()
    assert (second.withdrawn_at, second.read_at, second.mailed_at, second.place) != before


def test_what_somebody_prefers_and_takes_back_at_once_is_said_once_or_not_at_all():
    person, ways = make.person(), [None, *Way]
    acts = [partial(prefer_in, person=person, place="topic:1", way=way) for way in ways * 5]
    for _ in range(ROUNDS):
        at_once(*acts, returned=())  # what is raised fails the test
    assert PlacePreference.objects.filter(person=person).count() <= 1
