"""Every state of the page of results has one address, whatever was written into it."""

import pytest
from django.http import QueryDict

from search.asked import Asked


def read(query: str) -> Asked:
    return Asked.read(QueryDict(query))


def test_an_address_says_the_same_when_it_is_read_again():
    asked = read("page=2&kind=lesson&q=вода&kind=course&sort=date&region=1")
    assert asked.query == read(asked.query).query
    assert read(asked.query) == asked
    within = f"{asked.query}&within=0B7F4CE6-4F7A-4E0E-8A1E-6A2A1D9D6C55"
    assert read(within).within == "0b7f4ce6-4f7a-4e0e-8a1e-6a2a1d9d6c55"
    assert asked.filters == {"kind": ("lesson", "course"), "region": ("1",)}


def test_what_makes_no_sense_is_left_out():
    asked = read(
        "q=+a%00b%0Ac+&page=-1&sort=best&kind=&within=x&colour=red&kind=lesson&kind=lesson"
    )
    assert asked == Asked("a b c", {"kind": ("lesson",)})


@pytest.mark.parametrize("page", ["", "0", "x", "٣", "9" * 5000, "1e3", "-5"])
def test_a_page_that_is_none_is_the_first(page: str):
    assert read(f"q=a&page={page}").page == 1


def test_a_filter_that_is_taken_off_leads_to_the_first_page_without_it():
    asked = read("q=a&kind=lesson&year=2026&page=3")
    assert asked.without("kind", "lesson") == read("q=a&year=2026")
    within = read("q=a&kind=lesson&within=0b7f4ce6-4f7a-4e0e-8a1e-6a2a1d9d6c55")
    assert asked.unfiltered() == within.unfiltered() == read("q=a")


def test_a_thousand_values_of_a_filter_are_not_all_looked_for():
    asked = read("&".join(f"year={number}" for number in range(1000)))
    assert len(asked.filters["year"]) == 20
