"""A workbook that is sent while its rows are read: for lists too long to be held, or waited for.

openpyxl writes a workbook whole. This one has a single sheet and the few parts that a workbook needs (ECMA-376,
part 1); text is inline, so that nothing that people typed is ever taken for a formula.
"""

from collections.abc import Iterator
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.datetime import to_excel

from courses.reports.sheets import FORBIDDEN_IN_TITLES, TITLE_LENGTH, Sheet, Value

ROWS_AT_ONCE = 500  # are compressed and sent together
GENERAL, MOMENT, DAY, TEXT, BOLD = range(5)  # the order of `cellXfs` below

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm"/><numFmt numFmtId="165" formatCode="yyyy-mm-dd"/>'
    '</numFmts><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
    '<xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


class Sink:
    """A file from which what was written to it is taken as it comes."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        """Nor is anything open."""

    def take(self) -> bytes:
        data = b"".join(self.parts)
        self.parts.clear()
        return data


def stream_xlsx(sheet: Sheet) -> Iterator[bytes]:
    """The workbook of one sheet, part by part."""
    sink = Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, HEAD + text)
        title = quoteattr(sheet.title.translate(FORBIDDEN_IN_TITLES)[:TITLE_LENGTH])
        archive.writestr(
            "xl/workbook.xml",
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            f'<sheet name={title} sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        with archive.open("xl/worksheets/sheet1.xml", "w") as page:
            page.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for number, row in enumerate(_rows(sheet)):
                page.write(row.encode())
                if number % ROWS_AT_ONCE == 0:
                    yield sink.take()
            page.write(b"</sheetData></worksheet>")
    yield sink.take()


def _rows(sheet: Sheet) -> Iterator[str]:
    for line in sheet.above:
        yield f"<row>{_cell(line)}</row>"
    if sheet.above:
        yield "<row/>"
    yield f"<row>{''.join(_text(each, BOLD) for each in sheet.head)}</row>"
    for row in sheet.rows:
        yield f"<row>{''.join(map(_cell, row))}</row>"


def _cell(value: Value) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        return _text(value, TEXT)
    if isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None)  # a spreadsheet knows no zones
        return f'<c s="{MOMENT}"><v>{to_excel(local)}</v></c>'
    if isinstance(value, date):
        return f'<c s="{DAY}"><v>{to_excel(value)}</v></c>'
    return f'<c s="{GENERAL}"><v>{value}</v></c>'


def _text(text: str, style: int) -> str:
    safe = escape(ILLEGAL_CHARACTERS_RE.sub("", text))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'
