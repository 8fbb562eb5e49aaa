"""Reports as files; who took which, and how many rows, is recorded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from courses.reports.behind import Entry
from courses.reports.days import day_words, month_words, outside_words
from courses.reports.municipality import STANDINGS, Row
from courses.reports.names import sex_letters
from courses.reports.numbers import ACTIVITIES, Number
from courses.reports.programme import SHOWN, Line
from courses.reports.scopes import Scope
from courses.reports.sheets import CSV, XLSX, Sheet, as_csv, as_xlsx
from lms import clock
from lms.people import audit
from lms.people.models import Person

if TYPE_CHECKING:
    from courses.reports.views.municipality import Report
    from courses.reports.views.programme import ProgrammeReport

FORMS = ("csv", "xlsx")


def export_municipality(by: Person, report: "Report", form: str) -> HttpResponseBase:
    """The list as it is filtered and ordered, all pages of it, and in a workbook the wide table too."""
    rows = report.people().rows
    sheet = _people_sheet(report, rows)
    record_export(
        by=by,
        report="municipality",
        form=form,
        rows=len(rows),
        municipality=report.place.code if report.place else None,
        filters=report.scope.typed,
    )
    name = f"{report.title} {clock.today().isoformat()}"
    if form == "csv":
        return as_file(as_csv(sheet), CSV, f"{name}.csv")
    return as_file([as_xlsx([sheet, _wide_sheet(report, rows)])], XLSX, f"{name}.xlsx")


def export_indicators(by: Person, report: "ProgrammeReport") -> HttpResponseBase:
    """The numbers of the programme as a workbook: all municipalities, regions, months; every line adds up."""
    overview = report.overview
    record_export(
        by=by,
        report="programme",
        form="xlsx",
        rows=len(overview.municipalities),
        filters=report.scope.typed,
    )
    above = [
        _("Indicators of the programme"),
        report.courses.get(report.scope.course_key, "")
        if report.scope.course_key
        else _("All courses"),
        _("As of %(moment)s") % {"moment": report.as_of},
    ]
    head = [str(each.title) for each in SHOWN]
    everything = [*overview.municipalities, overview.total]
    sheets = [
        Sheet(
            title=_("Municipalities"),
            above=above,
            head=[_("Code"), _("Municipality"), _("Region"), *head],
            rows=(
                [line.code, line.name or _("In all"), line.region, *_numbers(line)] for line in everything
            ),
        ),
        Sheet(
            title=_("Regions"),
            head=[_("Region"), *head],
            rows=(
                [line.name or _("In all"), *_numbers(line)] for line in [*overview.regions, overview.total]
            ),
        ),
        Sheet(
            title=_("Months"),
            head=[_("Month"), str(ACTIVITIES.title)],
            rows=([month_words(month), count] for month, count in report.months()),
        ),
    ]  # fmt: skip
    name = f"{_('Indicators of the programme')} {clock.today().isoformat()}.xlsx"
    return as_file([as_xlsx(sheets)], XLSX, name)


def _numbers(line: Line) -> list[int]:
    return [line.numbers.get(each.name, 0) for each in SHOWN]


def export_behind(
    *,
    by: Person,
    number: Number,
    entries: Iterable[Entry],
    scope: Scope,
    count: int,
    places: Mapping[int, str],
    positions: Mapping[int, str],
    courses: Mapping[UUID, str],
) -> HttpResponseBase:
    """The whole list behind a number, sent while it is read."""
    record_export(by=by, report=number.name, form="csv", rows=count, filters=scope.typed)
    letters = sex_letters()
    sheet = Sheet(
        title=str(number.title),
        head=[_("Name"), _("Position"), _("Sex"), _("Municipality"), _("Course"), _("Day")],
        rows=(
            (
                entry.name,
                positions.get(entry.position_id, ""),
                letters[entry.sex],
                places.get(entry.municipality_id, "") if entry.municipality_id else outside_words(),
                courses.get(entry.course_key, str(entry.course_key)) if entry.course_key else "",
                entry.at,
            )
            for entry in entries
        ),
    )
    return as_file(as_csv(sheet), CSV, f"{number.title} {clock.today().isoformat()}.csv")


def record_export(
    *,
    by: Person,
    report: str,
    form: str,
    rows: int | None,
    filters: Mapping[str, str],
    **facts: Any,
) -> None:
    """Keep who took which report out of the house."""
    wanted = {name: text for name, text in filters.items() if text}
    audit.record(
        by=by, act="report exported", report=report, form=form, rows=rows, filters=wanted, **facts
    )


def as_file(
    parts: Iterator[str] | Iterator[bytes] | Sequence[bytes], kind: str, name: str
) -> HttpResponseBase:
    """An answer that browsers save under that name; what comes bit by bit is sent while it is made."""
    response: HttpResponseBase
    if isinstance(parts, Sequence):
        response = HttpResponse(b"".join(parts), content_type=kind)
    else:
        response = StreamingHttpResponse(parts, content_type=kind)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _people_sheet(report: "Report", rows: list[Row]) -> Sheet:
    course = report.scope.course_key
    letters = sex_letters()
    # A percentage is of one course; of several, how many were begun and completed says how far somebody is.
    percentage = [_("Progress, %")] if course else []
    head = [
        _("Name"), _("Position"), _("Sex"), _("Courses begun"), _("Courses completed"), *percentage,
        _("Last activity"), _("Standing"), _("Completed on"), _("Certificates"), _("Left on"),
    ]  # fmt: skip
    return Sheet(
        title=_("People"),
        above=[
            report.title,
            report.courses.get(course, "") if course else _("All courses"),
            _("As of %(moment)s") % {"moment": report.as_of},
        ],
        head=head,
        rows=(
            (
                row.name, report.positions.get(row.position_id, ""), letters[row.sex], row.course_count,
                row.done_count, *([row.percent] if course else []), row.seen_at,
                str(STANDINGS[row.standing]), row.completed_at, row.certificate_count, row.left_on,
            )
            for row in rows
        ),
    )  # fmt: skip


def _wide_sheet(report: "Report", rows: list[Row]) -> Sheet:
    columns = report.columns()
    cells = report.cells(rows)
    begun = _("begun")
    elsewhere = _("%(day)s, counted elsewhere")

    def line(row: Row) -> Iterator[Any]:
        yield row.name
        for key, *_words in columns:
            cell = cells.get((row.person_id, key))
            if cell is None:
                yield None
            elif cell.at is None:
                yield begun
            else:
                yield cell.at if cell.is_counted_here else elsewhere % {"day": day_words(cell.at)}

    return Sheet(
        title=_("Modules") if report.scope.course_key else _("Courses"),
        head=[_("Name"), *(title for _key, title, _language in columns)],
        rows=([*line(row)] for row in rows),
    )
