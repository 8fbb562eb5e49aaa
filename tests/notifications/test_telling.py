"""People are told once of an event, in the way they prefer; what is taken back is not told."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from lms.notifications import reading, telling
from lms.notifications.kinds import Kind, Told, all_kinds, describe, register
from lms.notifications.models import Notice, Way
from lms.notifications.preferring import prefer, prefer_in
from lms.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db

KIND = Kind(
    name="test.happened",
    group="Tests",
    label="Something happened",
    about="It happened in a test.",
    way=Way.DAILY,
    describe=lambda notices: {
        each.pk: lambda: Told("Something happened", "", "/") for each in notices
    },
)


def tell(*people, kind=KIND, **facts):
    facts = {"event": "thing:1", "subject": "thing:1", "place": "room:1"} | facts
    return telling.tell(kind, people=people, **facts)


def ways():
    return dict(Notice.objects.values_list("person", "way"))


def test_of_one_event_nobody_hears_twice():
    first, second = make.person(), make.person()
    assert tell(first) == 1
    assert tell(first, second) == 1
    assert {each.person_id for each in Notice.objects.all()} == {first.pk, second.pk}


def test_nobody_may_be_told_as_well():
    assert tell() == 0
    assert telling.tell(KIND, event="e:1", subject="e:1", people=Person.objects.none()) == 0


def test_a_rolled_back_act_tells_nobody():
    person = make.person()
    with transaction.atomic():
        tell(person)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_who_has_left_is_not_told():
    person = make.person()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert tell(person) == 0


def test_what_is_followed_goes_before_the_kind_and_the_kind_before_its_own_way():
    plain, weekly, there = make.person(), make.person(), make.person()
    prefer(person=weekly, kind=KIND.name, way=Way.WEEKLY)
    prefer(person=there, kind=KIND.name, way=Way.WEEKLY)
    prefer_in(person=there, place="room:1", way=Way.AT_ONCE)
    tell(plain, weekly, there, followed="room:1")
    assert ways() == {plain.pk: Way.DAILY, weekly.pk: Way.WEEKLY, there.pk: Way.AT_ONCE}
    prefer_in(person=there, place="room:1", way=None)
    Notice.objects.all().delete()
    tell(there, followed="room:1")
    assert ways() == {there.pk: Way.WEEKLY}


def test_what_is_never_mailed_is_on_the_site_only():
    person = make.person()
    tell(person, kind=Kind("test.quiet", "", "", "", Way.DAILY, KIND.describe, may_be_mailed=False))
    assert ways() == {person.pk: Way.LIST}


def test_who_wants_no_mail_is_not_mailed_what_waits():
    person, other = make.person(), make.person()
    tell(person, other)
    prefer(person=person, kind=KIND.name, way=Way.LIST)
    prefer_in(person=other, place="room:2", way=Way.LIST)
    assert ways() == {person.pk: Way.LIST, other.pk: Way.DAILY}


def test_many_are_told_in_one_statement():
    people = [make.person() for _ in range(20)]
    with CaptureQueriesContext(connection) as captured:
        telling.tell(
            KIND,
            event="thing:1",
            subject="thing:1",
            people=Person.objects.filter(pk__in=[each.pk for each in people]),
        )
    assert [each["sql"].split()[0] for each in captured if "SAVEPOINT" not in each["sql"]] == [
        "INSERT"
    ]
    assert Notice.objects.count() == 20


def test_what_is_withdrawn_is_not_counted_and_comes_back_as_it_was():
    person = make.person()
    tell(person)
    assert len(reading.unread_of(fresh(person))) == 1
    assert telling.withdraw(telling.about(["thing:1"])) == 1
    assert reading.unread_of(fresh(person)) == []
    assert not Notice.objects.shown().exists()
    assert telling.restore(telling.there("room:1")) == 1
    assert len(reading.unread_of(fresh(person))) == 1


def test_opening_a_place_reads_what_is_in_it_and_asks_nothing_when_there_is_nothing():
    person = make.person()
    tell(person)
    tell(person, event="thing:2", subject="thing:2", place="room:2")
    person = fresh(person)
    reading.read_place(person, "room:1")
    assert [each.place for each in reading.unread_of(person)] == ["room:2"]
    with CaptureQueriesContext(connection) as captured:
        reading.read_place(person, "room:1")
    assert len(captured) == 0


def test_the_bell_asks_once_a_request():
    person = make.person()
    tell(person)
    person = fresh(person)
    with CaptureQueriesContext(connection) as captured:
        reading.unread_of(person)
        reading.unread_of(person)
    assert len(captured) == 1


def test_a_right_that_nobody_gives_shows_nothing():
    person = make.person()
    tell(person, readers="strangers")
    assert reading.unread_of(fresh(person)) == []


def test_kinds_have_names_of_their_own():
    register(KIND)
    try:
        register(KIND)  # the same again is no other
        with pytest.raises(ValueError, match="two kinds"):
            register(Kind("test.happened", "", "", "", Way.LIST, KIND.describe))
        tell(make.person())
        notice = Notice.objects.get()
        assert describe([notice])[notice.pk]().title == "Something happened"
    finally:
        _forget(KIND)
    assert KIND not in all_kinds()
    assert describe([notice]) == {}


def _forget(kind):
    from lms.notifications import kinds  # noqa: PLC0415  only to undo what this test joined

    del kinds._kinds[kind.name]


def fresh(person):
    """As another request reads them."""
    return Person.objects.get(pk=person.pk)
