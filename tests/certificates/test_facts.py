"""What is frozen: hours, texts that can be printed, days so many months later."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.certificates.facts import as_printed, hours_of
from courses.certificates.issuing import months_later


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(0, 0.5), (14, 0.5), (44, 0.5), (45, 1.0), (60, 1.0), (74, 1.0), (75, 1.5), (165, 3.0)],
)
def test_minutes_are_rounded_to_half_hours(minutes, hours):
    assert hours_of(minutes) == hours


@given(minutes=st.integers(15, 100_000))
def test_rounding_takes_or_gives_a_quarter_of_an_hour_at_most(minutes):
    assert abs(hours_of(minutes) * 60 - minutes) <= 15
    assert (hours_of(minutes) * 2).is_integer()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 12), 24, date(2028, 11, 12)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_a_certificate_is_valid_for_whole_months(day, months, later):
    assert months_later(day, months) == later


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(1, 240))
def test_the_last_day_is_never_in_another_month(day, months):
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Айгүл  Токтосунова ", "Айгүл Токтосунова"),
        ("a\u202eb\u202cc\u2066d\u2069", "abcd"),
        ("a\x07b\x00c\nd\te", "abc d e"),
        ("=cmd() <script>", "=cmd() <script>"),
        ("🙂 אב\u200f", "🙂 אב\u200f"),
        ("\u202e \x01", ""),
    ],
)
def test_what_no_paper_can_show_is_left_out(text, printed):
    assert as_printed(text) == printed
