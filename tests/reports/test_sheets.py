"""Files hold what people typed as text, and never as something that runs."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from courses.reports.sheets import Sheet, as_csv, as_xlsx

DANGEROUS = ["=cmd()", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']
HARMLESS = [
    "Айгүл",
    "<script>alert(1)</script>",
    "🙂",
    'a;b"c',
    "x" * 200,
    "\N{RIGHT-TO-LEFT MARK}имя",
]


@pytest.mark.parametrize("text", DANGEROUS + HARMLESS)
def test_text_comes_out_of_a_workbook_as_it_was_and_as_text(text: str):
    file = as_xlsx([Sheet("People", ["Name"], [[text]])])
    cell = load_workbook(BytesIO(file)).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_dangerous_cell_of_csv_begins_with_an_apostrophe(text: str):
    assert rows_of(Sheet("People", ["Name"], [[text]]))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_comes_through_csv_unchanged(text: str):
    assert rows_of(Sheet("People", ["Name", "Last"], [[text, "z"]]))[1] == [text, "z"]


def test_csv_begins_with_a_byte_order_mark_so_that_excel_reads_kyrgyz():
    assert "".join(as_csv(Sheet("People", ["Аты"], []))).encode().startswith(b"\xef\xbb\xbf")


def test_control_characters_do_not_stop_a_workbook():
    file = as_xlsx([Sheet("A: [b]/*?", ["Name"], [["a\x07b", 3, None, date(2026, 1, 2)]])])
    sheet = load_workbook(BytesIO(file)).active
    assert sheet["A2"].value == "ab"
    assert sheet["B2"].value == 3


def test_moments_are_those_of_bishkek():
    moment = datetime(2026, 1, 1, 20, 30, tzinfo=UTC)
    file = as_xlsx([Sheet("Days", ["Day"], [[moment]])])
    assert load_workbook(BytesIO(file)).active["A2"].value == datetime(2026, 1, 2, 2, 30)  # noqa: DTZ001  Excel knows no zones
    assert rows_of(Sheet("Days", ["Day"], [[moment]]))[1] == ["2026-01-02 02:30"]


def rows_of(sheet: Sheet) -> list[list[str]]:
    text = "".join(as_csv(sheet)).removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))
