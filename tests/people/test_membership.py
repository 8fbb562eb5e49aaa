"""Somebody says where they work; the coordinator confirms or refuses it; people move and leave."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from lms.people import membership as memberships
from lms.people.choices import Role
from lms.people.deciding import who_decides
from lms.people.membership import (
    AlreadyMember,
    AnotherPlaceThen,
    NotAMember,
    ReasonNeeded,
    SameMembership,
    ask_membership,
    confirm_membership,
    end_membership,
    move,
    refuse_membership,
)
from lms.people.models import AuditRecord, Membership
from lms.people.roles import grant_role
from lms.rules import NotAllowed
from tests import make
from tests.notices import said_of

pytestmark = pytest.mark.django_db


def long_ago(membership: Membership, *, days: int) -> None:
    """As if it had been asked for so many days ago."""
    membership.asked_at = timezone.now() - timedelta(days=days)
    membership.save(update_fields=["asked_at"])


def test_the_coordinator_confirms_and_the_person_is_told():
    place = make.municipality()
    coordinator = make.coordinator(place)
    person = make.person(municipality=place, email="a@example.kg")
    confirm_membership(by=coordinator, membership=make.membership_of(person))
    assert person.confirmed_municipality_id == place.pk
    assert AuditRecord.objects.filter(by=coordinator, act="membership confirmed", about=person)
    assert [each.person for each in said_of("membership-confirmed:")] == [coordinator, person]


def test_whoever_hangs_on_a_confirmation_is_called_in_the_same_transaction(monkeypatch):
    heard: list[Membership] = []
    monkeypatch.setattr(memberships, "on_membership_confirmed", [heard.append])
    person = make.learner()
    assert heard == [make.membership_of(person)]


def test_when_a_listener_fails_nothing_is_confirmed(monkeypatch):
    def fail(membership: Membership) -> None:
        raise RuntimeError

    coordinator = make.coordinator(place := make.municipality())
    person = make.person(municipality=place)
    monkeypatch.setattr(memberships, "on_membership_confirmed", [fail])
    with pytest.raises(RuntimeError), transaction.atomic():
        confirm_membership(by=coordinator, membership=make.membership_of(person))
    assert not Membership.objects.get(person=person).confirmed_at


def test_another_municipalitys_coordinator_decides_nothing():
    person = make.person(municipality=make.municipality())
    stranger = make.coordinator(make.municipality())
    for decide in (
        lambda: confirm_membership(by=stranger, membership=make.membership_of(person)),
        lambda: refuse_membership(by=stranger, membership=make.membership_of(person), because="no"),
        lambda: end_membership(by=stranger, membership=make.membership_of(person)),
    ):
        with pytest.raises(NotAllowed):
            decide()


def test_nobody_confirms_themselves():
    coordinator = make.coordinator(here := make.municipality())
    move(person=coordinator, municipality=make.municipality(), position=make.position())
    again = move(person=coordinator, municipality=here, position=make.position("other"))
    grant_role(by=make.manager(), person=coordinator, role=Role.COORDINATOR, municipality=here)
    with pytest.raises(NotAllowed):
        confirm_membership(by=coordinator, membership=again)


def test_managers_decide_where_there_is_no_coordinator():
    person = make.person(municipality=make.municipality())
    confirm_membership(by=make.manager(), membership=make.membership_of(person))
    outsider = make.person()
    confirm_membership(by=make.manager(), membership=make.membership_of(outsider))
    assert outsider.confirmed_membership


def test_managers_decide_once_nobody_acted_for_seven_days():
    make.coordinator(place := make.municipality())
    person, manager = make.person(municipality=place), make.manager()
    long_ago(make.membership_of(person), days=6)
    with pytest.raises(NotAllowed):
        confirm_membership(by=manager, membership=make.membership_of(person))
    long_ago(make.membership_of(person), days=7)
    confirm_membership(by=manager, membership=make.membership_of(person))
    assert person.confirmed_membership


@override("en")
def test_the_person_reads_who_decides():
    place = make.municipality()
    person = make.person(municipality=place)
    assert "no coordinator yet" in who_decides(make.membership_of(person))
    coordinator = make.coordinator(place)
    assert coordinator.full_name in who_decides(make.membership_of(person))
    long_ago(make.membership_of(person), days=8)
    assert "managers" in who_decides(make.membership_of(person))


def test_a_refusal_needs_a_reason_and_the_person_may_ask_again():
    coordinator = make.coordinator(place := make.municipality())
    person = make.person(municipality=place)
    first = make.membership_of(person)
    with pytest.raises(ReasonNeeded):
        refuse_membership(by=coordinator, membership=first, because="  ")
    refuse_membership(by=coordinator, membership=first, because="Works in the school")
    assert person.membership is None
    again = ask_membership(person=person, municipality=place, position=make.position())
    assert again.pk != first.pk
    with pytest.raises(NotAllowed):
        confirm_membership(by=coordinator, membership=first)


def test_a_decision_is_made_once():
    coordinator = make.coordinator(place := make.municipality())
    person = make.person(municipality=place)
    stale = Membership.objects.get(pk=make.membership_of(person).pk)
    confirm_membership(by=coordinator, membership=make.membership_of(person))
    with pytest.raises(NotAllowed):
        refuse_membership(by=coordinator, membership=stale, because="no")


def test_another_position_in_the_same_place_takes_the_confirmation_along():
    person = make.learner()
    old = make.membership_of(person)
    new = move(person=person, municipality=old.municipality, position=make.position("head"))
    assert (new.confirmed_at, new.confirmed_by) == (old.confirmed_at, old.confirmed_by)
    assert new.pk != old.pk
    assert Membership.objects.get(pk=old.pk).ended_on == new.started_on


def test_another_place_confirms_anew():
    person = make.learner()
    new = move(person=person, municipality=make.municipality(), position=make.position())
    assert new.confirmed_at is None
    assert person.confirmed_membership is None


def test_a_coordinator_who_moves_away_coordinates_no_longer():
    coordinator = make.coordinator(make.municipality())
    move(person=coordinator, municipality=make.municipality(), position=make.position())
    assert coordinator.coordinated_municipality_ids == []


def test_one_says_once_where_one_works():
    person = make.person(municipality=make.municipality())
    with pytest.raises(AlreadyMember):
        ask_membership(person=person, municipality=None, position=make.position())
    with pytest.raises(SameMembership):
        move(
            person=person,
            municipality=make.membership_of(person).municipality,
            position=make.membership_of(person).position,
        )
    end_membership(by=person, membership=make.membership_of(person))
    with pytest.raises(NotAMember):
        move(person=person, municipality=None, position=make.position())


def test_a_new_membership_does_not_reach_into_an_older_one():
    person = make.learner(started_on=date(2026, 1, 10))
    end_membership(by=person, membership=make.membership_of(person), on=date(2026, 6, 1))
    with pytest.raises(AnotherPlaceThen):
        ask_membership(
            person=person,
            municipality=None,
            position=make.position(),
            started_on=date(2026, 5, 31),
        )
    assert ask_membership(
        person=person, municipality=None, position=make.position(), started_on=date(2026, 6, 1)
    )


def test_what_was_refused_overlaps_nothing():
    coordinator = make.coordinator(place := make.municipality())
    person = make.person(municipality=place)
    refuse_membership(by=coordinator, membership=make.membership_of(person), because="no")
    assert ask_membership(person=person, municipality=None, position=make.position())


def test_the_database_itself_keeps_a_person_in_one_place_at_a_time():
    person = make.learner(started_on=date(2026, 1, 10))
    end_membership(by=person, membership=make.membership_of(person), on=date(2026, 6, 1))
    later = ask_membership(
        person=person, municipality=None, position=make.position(), started_on=date(2026, 6, 1)
    )
    overlap = pytest.raises(IntegrityError, match="a_person_is_in_one_place_at_a_time")
    with overlap, transaction.atomic():
        Membership.objects.create(
            person=person,
            position=make.position(),
            started_on=date(2026, 2, 1),
            ended_on=date(2026, 2, 2),
        )
    with overlap, transaction.atomic():
        Membership.objects.filter(pk=later.pk).update(started_on=date(2026, 5, 1))
    # On the day one ends, the other begins; and a membership without a day overlaps nothing.
    Membership.objects.create(
        person=person,
        position=make.position(),
        started_on=date(2026, 3, 1),
        ended_on=date(2026, 3, 1),
    )
