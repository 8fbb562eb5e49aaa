"""What filters are called: remembered, and told anew when it has changed."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from courses.catalogue.models import Topic
from lms.people.models import Municipality
from lms.people.renaming import tell_that_renamed
from search.asked import Asked
from search.facets import facets_of
from search.query import search
from tests import make
from tests.cases import library

pytestmark = pytest.mark.django_db


def names(*places: Municipality, language: str = "ru") -> list[str]:
    counts = {"municipality": {place.code: 1 for place in places}}
    [facet], _ = facets_of(counts, Asked("вода"), language)
    return [str(choice.words) for choice in facet.choices]


def test_names_are_asked_for_once(django_assert_num_queries: Any):
    one, two, three = (make.municipality() for _ in range(3))
    with django_assert_num_queries(1):
        names(one, two)
    with django_assert_num_queries(0):
        assert names(one, two) == sorted([one.name_ru, two.name_ru])
    with django_assert_num_queries(1):
        assert three.name_ru in names(one, two, three)
    assert names(one, two, language="ky") == sorted([one.name_ky, two.name_ky])


def test_what_is_renamed_is_called_by_its_new_name(django_capture_on_commit_callbacks: Any):
    one, two = make.municipality(), make.municipality()
    names(one, two)
    Municipality.objects.filter(pk=one.pk).update(name_ru="Жаңы айылный аймак")
    with django_capture_on_commit_callbacks(execute=True):
        tell_that_renamed(Municipality, [one.pk])
    assert "Жаңы айылный аймак" in names(one, two)


def test_cases_are_narrowed_by_the_topics_of_courses_and_by_services_that_are_no_topic(
    client: Client,
):
    Topic.objects.create(key="waste", name_ru="Мусор", name_ky="Таштанды")
    library.case(services=["waste"])
    library.case(services=["water"])
    facets, _ = facets_of(
        search(AnonymousUser(), "машина", language="ru").facets, Asked("машина"), "ru"
    )
    (topics,) = (facet for facet in facets if facet.name in {"topic", "service"})
    # A topic that courses have too is called as they call it.
    assert {c.words: c.count for c in topics.choices} == {"Мусор": 1, "Питьевая вода": 1}
    page = client.get("/ru/search/?q=машина&topic=waste").content.decode()
    assert page.count("<h2>") == 1


def test_what_nobody_knows_is_no_choice_and_can_be_taken_away():
    known = make.municipality()
    asked = Asked("вода", {"municipality": ("nowhere",)})
    facets, chips = facets_of({"municipality": {known.code: 1}}, asked, "ru")
    assert facets == []
    assert [chip.words for chip in chips] == ["nowhere"]
    assert chips[0].rest == Asked("вода")
