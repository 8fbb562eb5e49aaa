"""Tables as files. Whatever people typed comes out as text: a cell that begins like a formula never runs."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
TITLE_LENGTH = 31  # of a sheet, says Excel
FORBIDDEN_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
WIDEST = 50  # characters of a column

Value = str | int | float | date | datetime | None
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its title, its head and its rows, and in a workbook the lines above it."""

    title: str
    head: Sequence[str]
    rows: Iterable[Row]
    above: Sequence[str] = ()


class Echo:
    """A file that gives back what is written to it, so that rows can be sent while they are read."""

    def write(self, text: str) -> str:
        return text


def as_csv(sheet: Sheet) -> Iterator[str]:
    """Lines for Excel in Kyrgyz and Russian: a byte order mark, so that it sees UTF-8, and semicolons."""
    writer = csv.writer(Echo(), delimiter=";")
    yield "\N{ZERO WIDTH NO-BREAK SPACE}"
    yield writer.writerow([csv_cell(each) for each in sheet.head])
    for row in sheet.rows:
        yield writer.writerow([csv_cell(each) for each in row])


def csv_cell(value: Value) -> str:
    """The value as text; an apostrophe goes before what a spreadsheet would run."""
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        return f"'{text}" if text.startswith(RUNS_AS_FORMULA) else text
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def as_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """A workbook, written row by row."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title.translate(FORBIDDEN_IN_TITLES)[:TITLE_LENGTH])
        for number, title in enumerate(sheet.head, start=1):
            width = min(WIDEST, max(12, len(title) + 2))
            page.column_dimensions[get_column_letter(number)].width = width
        for line in sheet.above:
            page.append([_cell(page, line)])
        if sheet.above:
            page.append([])
        page.append([_bold(page, title) for title in sheet.head])
        for row in sheet.rows:
            page.append([_cell(page, value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(page: Any, value: Value) -> Any:
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell = WriteOnlyCell(page, text)
        if text.startswith(RUNS_AS_FORMULA):
            # openpyxl takes “=…” for a formula; the format keeps it text also after somebody edits the cell.
            cell.data_type = "s"
            cell.number_format = "@"
        return cell
    if isinstance(value, datetime):
        cell = WriteOnlyCell(
            page, timezone.localtime(value).replace(tzinfo=None)
        )  # Excel knows no zones
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(page, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return value


def _bold(page: Any, title: str) -> Any:
    cell = _cell(page, title)
    cell.font = Font(bold=True)
    return cell
