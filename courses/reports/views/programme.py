"""A manager reads the whole programme, and opens the list behind each number."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.reports import access, charts, exports
from courses.reports.behind import (
    entries_of,
    page_of,
    places_asked_for,
    read_cursor,
    rows_behind,
)
from courses.reports.days import (
    day_words,
    moment_words,
    month_words,
    number_words,
    outside_words,
    short_month_words,
)
from courses.reports.drawing import MUNICIPALITY, REGION, joined, month_rows, with_labels
from courses.reports.filtering import common_selects, territory_select
from courses.reports.names import activity_titles, course_titles, former_titles, position_names
from courses.reports.numbers import NUMBERS
from courses.reports.programme import (
    OUTSIDE,
    Line,
    Overview,
    activities_by_month,
    read_overview,
    read_places,
)
from courses.reports.scopes import Scope, scope_of
from lms import clock
from lms.people.access import User


@login_required
def programme(request: HttpRequest) -> HttpResponseBase:
    """All municipalities, by region, with totals that add up."""
    if not access.reads_programme(request.user):
        raise Http404
    report = ProgrammeReport(request.user, request.GET.dict())
    if request.GET.get("as") == "xlsx":
        return exports.export_indicators(request.user, report)
    return render(request, "reports/programme.html", report.page_facts())


class ProgrammeReport:
    """What was asked of the programme, and the answers that the page and the workbook share."""

    def __init__(self, user: User, asked: dict[str, str]) -> None:
        self.user = user
        self.now = clock.now()
        self.today = clock.today()
        self.scope: Scope = scope_of(asked, self.today, "territory")
        self.as_now = self.scope.typed["territory"] == "now"
        self.overview: Overview = read_overview(user, self.scope, self.today, as_now=self.as_now)
        self.courses = course_titles()
        self.positions = position_names()

    @property
    def as_of(self) -> str:
        """The moment up to which the report looks."""
        return as_of_words(self.scope, self.now)

    def months(self) -> list[tuple[date, int]]:
        """Lessons and quizzes completed in each of the last months."""
        return activities_by_month(self.user, self.scope, self.today)

    def page_facts(self) -> dict[str, Any]:
        months = self.months()
        drawn, height = charts.bars(
            [(line.name, line.started, line.completed) for line in self.overview.regions]
        )
        return {
            "report": self,
            "overview": self.overview,
            "stats": self.stats(),
            "bars": drawn,
            "bars_height": height,
            "line": charts.line([(short_month_words(month), count) for month, count in months]),
            "months": month_rows(
                [
                    (month_words(month), number_words(count), self.month_query(month))
                    for month, count in months
                ],
                reverse("programme_list"),
            ),
            "in_need": self.overview.in_need(),
            "regions": self.drawn_lines(REGION, self.overview.regions, "region"),
            "lines": self.drawn_lines(MUNICIPALITY, self.overview.municipalities, "municipality"),
            "selects": self.selects(),
            "query": self.scope.query(),
            "amp": "&" + self.scope.query() if self.scope.query() else "",
        }

    def drawn_lines(self, row: str, lines: Iterable[Line], what: str) -> SafeString:
        """The rows of municipalities or regions (`what`, in the address); each number leads to its list."""
        pattern = with_labels(
            row,
            {
                "l_region": _("Region"), "l_staff": _("Staff"), "l_started": _("Started"),
                "l_completed": _("Completed"), "l_certificates": _("Certificates"),
                "programme": reverse("programme"),
            },
        )  # fmt: skip
        names = ("staff", "started", "completed", "certificates")
        query = self.scope.query()
        listed = reverse("programme_list") + (f"?{query}&" if query else "?")

        safe = conditional_escape(listed)  # once, not for each of two hundred links

        def numbers(line: Line) -> dict[str, SafeString]:
            code = conditional_escape(line.code)
            return {
                name: mark_safe(  # noqa: S308  all of it is escaped above, or a number
                    f'<a href="{safe}what={name}&amp;{what}={code}">'
                    f"{number_words(line.numbers.get(name, 0))}</a>"
                )
                for name in names
            }

        return joined(
            pattern,
            (
                {"code": line.code, "name": line.name, "region": line.region, **numbers(line)}
                for line in lines
            ),
        )

    def stats(self) -> list[tuple[str, str, str]]:
        """Up to four numbers, each with the name of the list behind it."""
        total = self.overview.total
        reached = sum(
            1 for line in self.overview.municipalities if line.started and line.code != OUTSIDE
        )
        started = ngettext(
            "person started, from municipalities: %(reached)d",
            "people started, from municipalities: %(reached)d",
            total.started,
        )
        completed = ngettext(
            "person completed at least one course",
            "people completed at least one course",
            total.completed,
        )
        times = ngettext(
            "time a course was completed", "times a course was completed", total.completions
        )
        certificates = ngettext("certificate", "certificates", total.certificates)
        return [
            (started % {"reached": reached}, number_words(total.started), "started"),
            (completed, number_words(total.completed), "completed"),
            (times, number_words(total.completions), "completions"),
            (certificates, number_words(total.certificates), "certificates"),
        ]

    def month_query(self, month: date) -> str:
        """The filters of the list behind a month: within it, and within the period."""
        part = self.scope.period.part_in(month)
        return self.scope.query(
            what="activities", period="", **{"from": str(part.first), "to": str(part.last)}
        )

    def selects(self) -> list[Any]:
        return [
            *common_selects(self.scope, self.courses, self.positions),
            territory_select(self.scope),
        ]


def as_of_words(scope: Scope, now: Any) -> str:
    """The end of the period if it is over, else this moment."""
    end = scope.period.end
    return moment_words(now) if end is None or end > now else day_words(scope.period.last)


@login_required
def behind(request: HttpRequest) -> HttpResponseBase:
    """The list behind a number of the programme: as many rows as the number says."""
    if not access.reads_programme(request.user):
        raise Http404
    asked = request.GET.dict()
    number = NUMBERS.get(asked.get("what", ""))
    if number is None:
        raise Http404
    today = clock.today()
    scope = scope_of(asked, today, "what", "municipality", "region", "territory")
    as_now = scope.typed["territory"] == "now"
    places = read_places(request.user)
    wanted = places_asked_for(
        scope.typed["municipality"], scope.typed["region"], places, as_now=as_now
    )
    rows = rows_behind(request.user, number, scope, today, places=wanted)
    count = rows.order_by().count()
    positions, courses = position_names(), course_titles()
    place_names = {pk: place.name for pk, place in places.items()}
    if asked.get("as") == "csv":
        return exports.export_behind(
            by=request.user,
            number=number,
            entries=entries_of(rows, number),
            scope=scope,
            count=count,
            places=place_names,
            positions=positions,
            courses=courses,
        )
    after = read_cursor(asked.get("after", ""), of_days=not number.course)
    entries, following = page_of(rows, number, after)
    courses |= former_titles({e.course_key for e in entries if e.course_key} - courses.keys())
    titles = activity_titles({e.course_key for e in entries if e.activity_key and e.course_key})
    drawn = [
        (
            entry.name,
            positions.get(entry.position_id, ""),
            place_names.get(entry.municipality_id, "")
            if entry.municipality_id
            else outside_words(),
            courses.get(entry.course_key, "") if entry.course_key else "",
            titles.get(entry.activity_key, "") if entry.activity_key else "",
            day_words(entry.at),
        )
        for entry in entries
    ]
    facts = {
        "number": number,
        "where": _where(scope, places),
        "count": number_words(count),
        "rows": drawn,
        "is_first": after is None,
        "following": scope.query(after=str(following)) if following else "",
        "query": scope.query(),
        "back": scope.query(what="", municipality="", region=""),
        "as_of": as_of_words(scope, clock.now()),
        "first_day": day_words(scope.period.first),
        "last_day": day_words(scope.period.last),
        "course": courses.get(scope.course_key, "") if scope.course_key else "",
        "position": positions.get(scope.position_id, "") if scope.position_id else "",
    }
    return render(request, "reports/behind.html", facts)


def _where(scope: Scope, places: Any) -> str:
    """What the list is narrowed to, in words: a municipality, a region, or all."""
    municipality, region = scope.typed["municipality"], scope.typed["region"]
    if OUTSIDE in (municipality, region):
        return outside_words()
    for place in places.values():
        if municipality and place.code == municipality:
            return str(place.name)
        if region and not municipality and place.region_code == region:
            return str(place.region)
    return _("All municipalities")
