"""Dates as people read them."""

from datetime import date

import pytest
from django.utils.formats import date_format
from django.utils.translation import override


@pytest.mark.parametrize("form", ["DATE_FORMAT", "MONTH_DAY_FORMAT", "YEAR_MONTH_FORMAT"])
def test_no_line_is_broken_within_a_kyrgyz_date_but_at_its_spaces(form: str):
    with override("ky"):
        words = date_format(date(2026, 11, 29), form)
    assert "\N{NON-BREAKING HYPHEN}" in words
    assert "-" not in words
