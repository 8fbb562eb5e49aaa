"""What people look for is kept without a word about who it was, or about whom."""

from datetime import timedelta

import pytest

from lms import clock
from search.log import (
    forget_old_queries,
    mark_of_query,
    note_click,
    note_query,
    words_to_keep,
)
from search.models import QueryLog
from tests import make

pytestmark = pytest.mark.django_db


def test_a_query_is_kept_in_one_spelling():
    assert words_to_keep("  Вывоз  МУСОРА, тарифы! ") == "вывоз мусора тарифы"


@pytest.mark.parametrize(
    "text",
    [
        "0700 555 777",
        "звонить +996 (700) 55-57-77 срочно",
        "20101199012345",
        "aigul@example.kg",
        "Асанов Бакыт Маратович",
        "сертификат Маратовны",
        "Асан уулу",
        "Айгүл Токтогул кызы",
        "...",
    ],
)
def test_numbers_addresses_and_patronymics_are_not_kept(text: str):
    assert words_to_keep(text) == ""
    assert note_query(text, language="ru", total=1) == ""
    assert not QueryLog.objects.exists()


@pytest.mark.parametrize("text", ["бюджет 2025-2026", "бюджет 2025 2026", "закон 101", "новичок"])
def test_years_and_short_numbers_are_words_like_others(text: str):
    assert words_to_keep(text)


@pytest.mark.parametrize(
    "text", ["Сыдыкова Бурул", "бурул СЫДЫКОВОЙ", "где работает Сыдыкова Бурул"]
)
def test_somebody_s_full_name_is_not_kept(text: str):
    make.person(family_name="Сыдыкова", given_name="Бурул")
    assert words_to_keep(text) == ""


@pytest.mark.parametrize("text", ["Т. Айгүл", "айгүл т", "Айгүлгө Т. жазуу"])
def test_a_name_with_an_initial_is_a_full_name_too(text: str):
    make.person(family_name="Т.", given_name="Айгүл")
    assert words_to_keep(text) == ""


@pytest.mark.parametrize("text", ["Cslsrjdf <ehek", "Sydykova Burul"])
def test_a_name_in_other_letters_is_a_name_too(text: str):
    make.person(family_name="Сыдыкова", given_name="Бурул")
    assert words_to_keep(text) == ""


@pytest.mark.parametrize("text", ["сыдыкова", "вывоз мусора", "бурул вода"])
def test_a_part_of_a_name_is_no_name(text: str):
    make.person(family_name="Сыдыкова", given_name="Бурул")
    assert words_to_keep(text)


def test_the_first_result_that_is_opened_is_counted_once():
    mark = note_query("вода", language="ru", total=12)
    note_click(mark, rank=3, kind="lesson")
    note_click(mark, rank=1, kind="course")
    entry = QueryLog.objects.get()
    assert (entry.clicked_rank, entry.clicked_kind) == (3, "lesson")


@pytest.mark.parametrize("rank", [0, -1, 1001])
def test_no_result_stands_there(rank: int):
    note_click(note_query("вода", language="ru", total=1), rank=rank, kind="lesson")
    assert QueryLog.objects.get().clicked_rank is None


@pytest.mark.parametrize("mark", ["", "1", "1:x", "\0", "x" * 10_000])
def test_a_mark_that_is_not_ours_counts_nothing(mark: str):
    note_query("вода", language="ru", total=1)
    note_click(mark, rank=1, kind="lesson")
    assert QueryLog.objects.get().clicked_rank is None


def test_a_later_page_belongs_to_the_question_before_it():
    first = note_query("вода", language="ru", total=40)
    assert mark_of_query("Вода!", language="ru") == first
    assert mark_of_query("вода", language="ky") == ""
    with clock.at(clock.now() + timedelta(hours=2)):
        assert mark_of_query("вода", language="ru") == ""


def test_nothing_is_kept_for_more_than_90_days():
    with clock.at(clock.now() - timedelta(days=91)):
        note_query("старое", language="ru", total=1)
    note_query("новое", language="ru", total=1)
    assert forget_old_queries() == 1
    assert QueryLog.objects.get().words == "новое"
