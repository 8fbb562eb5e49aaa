"""Names as people write them, and names that change."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.models import Person
from lms.people.name_changes import NameWaits, accept_name, change_name, refuse_name, withdraw_name
from lms.people.names import LONGEST_NAME, NameNeeded, NameTooLong, clean_full_name, clean_name
from lms.rules import NotAllowed
from tests import make


@pytest.mark.parametrize(
    "name", ["=cmd()", "<script>", "🙂", "O'Нил", "Ѣ", "李", "א\u200fב", "Аблакимова-Жээнбекова"]
)
def test_unusual_names_stay_as_they_are(name):
    assert clean_name(name) == name


def test_who_is_known_by_an_initial_is_called_the_same_in_whole_and_in_short():
    person = Person(given_name="Айгүл", family_name="Т.")
    assert person.full_name == person.short_name == "Айгүл Т."
    person.family_name = "Токтосунова"
    assert (person.full_name, person.short_name) == ("Токтосунова Айгүл", "Айгүл Т.")


def test_what_turns_or_breaks_a_page_is_taken_out():
    assert clean_name("А\u202eб\u2066в\u2069") == "Абв"
    assert clean_name("А\x07б\nв\u2028г") == "А б в г"
    assert clean_name("\u200b\u200d") == ""


def test_a_name_has_two_hundred_characters_at_most():
    assert clean_name("я" * LONGEST_NAME)
    with pytest.raises(NameTooLong):
        clean_name("я" * (LONGEST_NAME + 1))


def test_both_names_are_needed():
    with pytest.raises(NameNeeded):
        clean_full_name(family_name="А", given_name="\u202e ")


@given(text=st.text(max_size=LONGEST_NAME))
def test_a_cleaned_name_is_clean_whatever_was_typed(text):
    name = clean_name(text)
    assert clean_name(name) == name
    assert not any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in name)
    assert not any(0x202A <= ord(x) <= 0x202E or 0x2066 <= ord(x) <= 0x2069 for x in name)


def rename(person, family_name="Осмонова"):
    return change_name(person=person, family_name=family_name, given_name=person.given_name)


@pytest.mark.django_db
def test_before_confirmation_a_name_changes_at_once():
    person = make.person(municipality=make.municipality())
    assert rename(person) is None
    assert Person.objects.get(pk=person.pk).family_name == "Осмонова"


@pytest.mark.django_db
def test_after_confirmation_it_waits_for_the_coordinator():
    coordinator = make.coordinator(place := make.municipality())
    person = make.learner(place)
    before = person.family_name
    change = rename(person)
    assert Person.objects.get(pk=person.pk).family_name == before
    with pytest.raises(NameWaits):
        rename(person, "Жээнбекова")
    accept_name(by=coordinator, change=change)
    assert Person.objects.get(pk=person.pk).family_name == "Осмонова"
    with pytest.raises(NotAllowed):
        refuse_name(by=coordinator, change=change, because="no")


@pytest.mark.django_db
def test_a_refused_or_withdrawn_name_changes_nothing():
    coordinator = make.coordinator(place := make.municipality())
    person = make.learner(place)
    before = person.full_name
    refuse_name(by=coordinator, change=rename(person), because="Bring the certificate of marriage")
    rename(person, "Жээнбекова")
    withdraw_name(person=person)
    assert Person.objects.get(pk=person.pk).full_name == before


@pytest.mark.django_db
def test_only_the_coordinator_of_the_place_and_managers_decide_on_names():
    coordinator = make.coordinator(place := make.municipality())
    change = rename(make.learner(place))
    own = rename(coordinator)
    for by, what in (
        (make.coordinator(), change),
        (make.learner(place), change),
        (coordinator, own),
    ):
        with pytest.raises(NotAllowed):
            accept_name(by=by, change=what)
    accept_name(by=make.manager(), change=change)
