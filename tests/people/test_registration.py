"""A person registers, and says where they work."""

import pytest

from lms.people.models import Consent, Membership, Person
from lms.people.phones import NotAPhoneNumber, PhoneTooShort, to_e164
from lms.people.registration import AddressNeeded, AlreadyRegistered, register_person
from tests import make

pytestmark = pytest.mark.django_db


def test_whoever_registers_waits_for_the_coordinator():
    place = make.municipality()
    person = make.person(municipality=place)
    assert person.membership is not None
    assert make.membership_of(person).municipality == place
    assert person.confirmed_membership is None
    assert person.consents.get().language == "ky"


def test_one_of_phone_and_email_is_enough_and_one_is_needed():
    assert make.person(email="Aigul@Example.KG").email == "aigul@example.kg"
    with pytest.raises(AddressNeeded):
        make.person(phone=None, email=None)


@pytest.mark.parametrize("typed", ["0700 12-34-56", "996700123456", "+996 700 123456"])
def test_a_number_is_one_however_it_is_typed(typed):
    assert make.person(phone=typed).phone == "+996700123456"
    with pytest.raises(AlreadyRegistered):
        make.person(phone="0700123456")


def test_a_number_with_too_few_digits_is_told():
    with pytest.raises(PhoneTooShort):
        to_e164("0700 12 34")
    with pytest.raises(NotAPhoneNumber):
        to_e164("call me")


def test_two_people_without_email_can_register():
    assert {make.person().email, make.person().email} == {None}


def test_a_refused_registration_leaves_nothing_behind():
    make.person(email="taken@example.kg")
    with pytest.raises(AlreadyRegistered):
        register_person(
            family_name="А",
            given_name="Б",
            email="TAKEN@example.kg",
            position=make.position(),
        )
    assert (Person.objects.count(), Membership.objects.count(), Consent.objects.count()) == (
        1,
        1,
        1,
    )


def test_every_helper_makes_somebody_with_the_role_that_it_says():
    place = make.municipality()
    coordinator = make.coordinator(place)
    assert coordinator.coordinated_municipality_ids == [place.pk]
    assert make.learner(place).confirmed_municipality_id == place.pk
    assert make.trainer().groups.get().name == "Trainers"
    assert make.moderator().groups.get().name == "Moderators"
    assert make.manager().is_manager
    assert make.admin().is_superuser
