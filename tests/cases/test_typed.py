"""What people type for a month or an amount is read as they mean it."""

from datetime import date

import pytest

from exchange.cases.choices import Part
from exchange.cases.writing.published_parts import parts_from
from exchange.cases.writing.typed import day, figure, is_empty, whole
from tests.cases import library


@pytest.mark.parametrize(
    "text",
    ["03.2024", "март 2024", "Март 2024 г.", "2024-ж. март", "2024-жылдын марты", "March 2024"],
)
def test_a_month_is_the_first_of_it(text: str):
    assert day(text) == date(2024, 3, 1)


@pytest.mark.parametrize(
    "text", ["12.03.2024", "12 марта 2024 г.", "2024-жылдын 12-марты", "2024-03-12"]
)
def test_a_day_is_read_as_it_is_written(text: str):
    assert day(text) == date(2024, 3, 12)


@pytest.mark.parametrize(
    "text", ["весна 2024", "март", "31 апреля 2024", "март апрель 2024", "март 1824", "5 12 март 2024"]
)  # fmt: skip
def test_what_is_no_day_is_refused(text: str):
    with pytest.raises(ValueError):  # noqa: PT011  whichever of its words
        day(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("940 000", 940_000),
        ("80 тыс", 80_000),
        ("80 тыс. сом", 80_000),
        ("80 миң сом", 80_000),
        ("1,5 млн", 1_500_000),
        ("2 миллиона сомов", 2_000_000),
        ("500 сом", 500),
    ],
)
def test_an_amount_is_read_with_the_word_beside_it(text: str, number: int):
    assert whole(text) == number
    assert figure(text) == number


@pytest.mark.parametrize("text", ["отуз миң", "80 кг", "1,5", "-3", "1e5", "сом", "80 тыс млн"])
def test_what_is_no_whole_amount_is_refused(text: str):
    with pytest.raises(ValueError):  # noqa: PT011  whichever of its words
        whole(text)


def test_the_usual_licence_alone_says_nothing_yet():
    assert is_empty(Part.CONTACT, {"licence": "cc-by-4.0"})
    assert not is_empty(Part.CONTACT, {"licence": "cc0-1.0"})


@pytest.mark.django_db
@pytest.mark.parametrize(("on", "typed"), [("2024-03-01", "03.2024"), ("2024-03-12", "12.03.2024")])
def test_a_month_comes_back_as_a_month(on: str, typed: str):
    page = library.page_of(library.case(started=on))
    assert parts_from(page)[Part.START]["started"] == typed
