"""A member without e-mail who forgot the password comes back with a code from their coordinator."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lms.people.choices import Role
from lms.people.models import AuditRecord, Person, ReturnCode
from lms.people.recovery import ReturnCodeUnknown, codes_to_tell_of, come_back, make_return_code
from lms.people.roles import grant_role
from lms.rules import NotAllowed
from tests import make

pytestmark = pytest.mark.django_db
NEW = "another-password-2026"


@pytest.fixture
def coordinator():
    return make.coordinator(make.municipality())


@pytest.fixture
def member(coordinator):
    return make.learner(make.membership_of(coordinator).municipality, phone="0700123456")


def back(code, phone="0700 12 34 56"):
    return come_back(phone=phone, code=code, password=NEW)


def test_the_code_sets_a_new_password_once(coordinator, member):
    code = make_return_code(by=coordinator, person=member)
    assert back(code) == member
    assert Person.objects.get(pk=member.pk).check_password(NEW)
    with pytest.raises(ReturnCodeUnknown):
        back(code)


def test_making_and_using_it_is_logged(coordinator, member):
    back(make_return_code(by=coordinator, person=member))
    assert list(AuditRecord.objects.filter(about=member).values_list("act", "by")[:2]) == [
        ("return code used", member.pk),
        ("return code made", coordinator.pk),
    ]


def test_it_lasts_a_day_and_a_newer_one_ends_it(coordinator, member):
    first = make_return_code(by=coordinator, person=member)
    second = make_return_code(by=coordinator, person=member)
    with pytest.raises(ReturnCodeUnknown):
        back(first)
    made_at = timezone.now() - timedelta(hours=25)
    ReturnCode.objects.filter(expires_at__gt=timezone.now()).update(
        made_at=made_at, expires_at=made_at + timedelta(hours=24)
    )
    with pytest.raises(ReturnCodeUnknown):
        back(second)


def test_it_works_with_its_own_number_only(coordinator, member):
    other = make.learner(make.membership_of(coordinator).municipality)
    code = make_return_code(by=coordinator, person=member)
    for phone in (other.phone, "0700 99 99 99", "not a number"):
        with pytest.raises(ReturnCodeUnknown):
            back(code, phone)


def test_no_code_is_made_for_whom_it_must_not_be(coordinator, member):
    place = make.membership_of(coordinator).municipality
    with_email = make.learner(place, phone="0700123457", email="a@example.kg")
    unconfirmed = make.person(municipality=place)
    elsewhere = make.learner()
    grant_role(by=make.manager(), person=(trainer := make.learner(place)), role=Role.TRAINER)
    for person in (coordinator, with_email, unconfirmed, elsewhere, trainer):
        with pytest.raises(NotAllowed):
            make_return_code(by=coordinator, person=person)
    for by in (make.coordinator(), make.manager(), make.learner(place), member):
        with pytest.raises(NotAllowed):
            make_return_code(by=by, person=member)


def test_a_role_given_meanwhile_ends_the_code(coordinator, member):
    code = make_return_code(by=coordinator, person=member)
    grant_role(by=make.manager(), person=member, role=Role.MODERATOR)
    with pytest.raises(ReturnCodeUnknown):
        back(code)


def test_the_person_is_told_once(coordinator, member):
    make_return_code(by=coordinator, person=member)
    assert [code.made_by for code in codes_to_tell_of(person=member)] == [coordinator]
    assert codes_to_tell_of(person=member) == []


def test_the_person_is_told_in_the_language_of_the_page_that_follows(coordinator, member):
    Person.objects.filter(pk=member.pk).update(language="ru")
    make_return_code(by=coordinator, person=member)
    facts = {"login": "0700123456", "password": make.PASSWORD}
    page = Client().post("/ky/accounts/login/", facts, follow=True)
    assert page.redirect_chain[-1][0] == "/ru/"
    assert "создан код для возврата" in page.content.decode()
