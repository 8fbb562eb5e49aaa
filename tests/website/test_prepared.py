"""A prepared question answers what the plain queryset answers, for each value, in each thread."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import CharField, IntegerField, UUIDField

from lms.people.choices import Role
from lms.people.models import Membership, Person, RoleGrant
from lms.prepared import Prepared, PreparedForMany
from tests import make

pytestmark = pytest.mark.django_db

BY_UUID = Prepared(lambda uuid: Person.objects.filter(uuid=uuid), uuid=UUIDField())
PLACES = Prepared(
    lambda person: (
        Membership.objects.filter(person=person)
        .select_related("municipality", "confirmed_by")
        .order_by("pk")
    ),
    person=IntegerField(),
)


def test_each_value_has_its_own_answer():
    people = [make.learner() for _ in range(3)]
    assert [BY_UUID.first(uuid=each.uuid) for each in people] == people
    assert BY_UUID.first(uuid=uuid4()) is None


def test_related_rows_are_read_along(django_assert_num_queries):
    person = make.learner()
    with django_assert_num_queries(1):
        [membership] = PLACES.all(person=person.pk)
        assert membership.municipality is not None
        assert membership.confirmed_by is not None


def test_values_come_as_plain_querysets_give_them():
    make.coordinator(make.municipality())
    make.manager()
    named: Prepared[Any] = Prepared(
        lambda role: RoleGrant.objects.filter(role=role).values_list(
            "person_id", "role", named=True
        ),
        role=CharField(),
    )
    flat: Prepared[int] = Prepared(
        lambda role: RoleGrant.objects.filter(role=role).values_list("person_id", flat=True),
        role=CharField(),
    )
    for role in (Role.MANAGER, Role.COORDINATOR, Role.MODERATOR):
        plain = RoleGrant.objects.filter(role=role)
        assert named.all(role=role) == list(plain.values_list("person_id", "role"))
        assert flat.all(role=role) == list(plain.values_list("person_id", flat=True))


def test_what_an_answer_is_changed_to_is_not_in_the_next():
    person = make.learner()
    first = BY_UUID.first(uuid=person.uuid)
    assert first
    first.given_name = "Somebody else"
    again = BY_UUID.first(uuid=person.uuid)
    assert again
    assert again.given_name == person.given_name


@pytest.mark.parametrize("count", [0, 1, 10, 11])
def test_however_many_are_asked_about_it_is_one_question(
    count: int, django_assert_num_queries: Any
):
    others = [make.learner() for _ in range(3)]
    people = [make.learner() for _ in range(count)]
    named: PreparedForMany[Person] = PreparedForMany(
        lambda about, name: Person.objects.filter(about).exclude(uuid=name).order_by("pk"),
        "uuid",
        UUIDField(),
        name=UUIDField(),
    )
    for _ in range(2):
        with django_assert_num_queries(min(count, 1)):
            assert named.all([each.uuid for each in people], name=others[0].uuid) == people
    assert named.all([each.uuid for each in others], name=others[0].uuid) == others[1:]


def test_a_value_that_is_missing_is_a_mistake():
    with pytest.raises(KeyError):
        BY_UUID.all()


def test_columns_come_as_what_they_are():
    person = make.learner()
    found = BY_UUID.first(uuid=person.uuid)
    plain = Person.objects.get(pk=person.pk)
    assert found
    assert (found.uuid, found.joined_at) == (plain.uuid, plain.joined_at)


def test_columns_that_only_order_are_refused_rather_than_read():
    ordered = Prepared(
        lambda: RoleGrant.objects.values_list("role", flat=True).distinct().order_by("granted_at")
    )
    with pytest.raises(ValueError, match="no columns but those"):
        ordered.all()


def test_prefetching_is_refused_rather_than_left_out():
    with_roles = Prepared(lambda: Person.objects.prefetch_related("role_grants"))
    with pytest.raises(ValueError, match="prefetches nothing"):
        with_roles.all()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_get_their_own_answers():
    people = [make.learner() for _ in range(8)]

    def ask(person: Person) -> bool:
        try:
            return all(BY_UUID.first(uuid=person.uuid) == person for _ in range(50))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, people))
