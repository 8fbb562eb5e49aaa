"""What the explorer found, as a file: all that fits the filters, read while it is sent; who took it is recorded."""

from collections.abc import Iterable

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from courses.reports.days import moment_words
from courses.reports.explorer.question import STAGES
from courses.reports.explorer.reading import Explorer
from courses.reports.explorer.rows import Row
from courses.reports.explorer.words import Words
from courses.reports.exports import as_file, record_export
from courses.reports.names import sex_letters
from courses.reports.programme import OUTSIDE
from courses.reports.sheets import CSV, XLSX, Sheet, Value, as_csv
from courses.reports.streaming import stream_xlsx
from lms import clock
from lms.people.models import Person


def export_records(*, by: Person, explorer: Explorer, words: Words, form: str) -> HttpResponseBase:
    """The file, by whom it was asked for. `form` is csv or xlsx."""
    count = explorer.find(limit=0, facets=()).total
    filters: dict[str, str] = {}
    for name, value in explorer.question.pairs():
        filters[name] = f"{filters[name]}, {value}" if name in filters else value
    record_export(by=by, report="records", form=form, rows=count, filters=filters)
    sheet = Sheet(
        title=_("Records of learning"),
        above=[_("As of %(moment)s") % {"moment": moment_words(explorer.now)}],
        head=[
            _("Name"), _("Position"), _("Sex"), _("Municipality"), _("Code"), _("Course"), _("Module"), _("Stage"),
            _("Enrolled on"), _("Started on"), _("Completed on"), _("Certificate"),
        ],
        rows=_lines(explorer, words, explorer.every_row()),
    )  # fmt: skip
    name = f"{sheet.title} {clock.today().isoformat()}"
    if form == "csv":
        return as_file(as_csv(sheet), CSV, f"{name}.csv")
    return as_file(stream_xlsx(sheet), XLSX, f"{name}.xlsx")


def _lines(explorer: Explorer, words: Words, rows: Iterable[Row]) -> Iterable[list[Value]]:
    letters = sex_letters()
    for row in rows:
        if row.course_key not in words.courses:
            words.know_courses({row.course_key})
        place = explorer.place_of(row.municipality_id) if row.municipality_id else None
        code = place.code if place else OUTSIDE
        yield [
            row.name, words.positions.get(row.position_id, ""), letters[row.sex], words.place(code),
            code if place else "", words.course(row.course_key), words.module(row.module_key),
            str(STAGES[row.stage]), row.enrolled_at, row.started_at, row.completed_at, row.certificate,
        ]  # fmt: skip
