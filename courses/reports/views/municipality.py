"""A coordinator reads who of their staff learned what; a manager reads the same of any municipality."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.reports import access, exports
from courses.reports.days import day_words, day_writer, moment_words, outside_words
from courses.reports.drawing import people_rows, tag, tail, wide_rows
from courses.reports.filtering import common_selects, select
from courses.reports.matrix import Matrix, courses_of, modules_of
from courses.reports.municipality import (
    NARROWINGS,
    ORDERS,
    STANDINGS,
    TONES,
    People,
    Row,
    read_people,
)
from courses.reports.names import (
    course_titles,
    former_titles,
    modules_of_course,
    position_names,
    sex_letters,
)
from courses.reports.scopes import Scope, scope_of
from lms import clock
from lms.people.models import Municipality, Person

PAGE = 50  # people
OUTSIDE = "outside"


@login_required
def municipality(request: HttpRequest) -> HttpResponseBase:
    """The report of the municipality that the person coordinates, or of the one they chose among theirs."""
    if not access.reads_municipality_reports(request.user):
        raise Http404
    if request.user.is_manager and not request.user.coordinated_municipality_ids:
        return redirect("programme")
    own = list(
        Municipality.objects.filter(pk__in=request.user.coordinated_municipality_ids)
        .filter(access.municipalities_visible_to(request.user))
        .order_by("name_ky", "code")
    )
    wanted = request.GET.get("m")
    chosen = next((each for each in own if each.code == wanted), None) if wanted else own[0]
    if chosen is None:
        raise Http404
    return _answer(request, request.user, chosen, own if len(own) > 1 else [])


@login_required
def programme_municipality(request: HttpRequest, code: str) -> HttpResponseBase:
    """The coordinator's report, for a manager; also of the people outside the municipalities."""
    if not access.reads_programme(request.user):
        raise Http404
    if code == OUTSIDE:
        return _answer(request, request.user, None, [])
    found = Municipality.objects.filter(
        access.municipalities_visible_to(request.user), code=code
    ).first()
    if found is None:
        raise Http404
    return _answer(request, request.user, found, [])


def _answer(
    request: HttpRequest, by: Person, place: Municipality | None, choices: list[Municipality]
) -> HttpResponseBase:
    report = Report(by, place, request.GET.dict())
    if (form := request.GET.get("as")) in exports.FORMS:
        return exports.export_municipality(by, report, form)
    return render(request, "reports/municipality.html", report.page_facts(request, choices))


class Report:
    """What was asked of which municipality, and the answers that the page and the files share."""

    def __init__(self, user: Person, place: Municipality | None, asked: dict[str, str]) -> None:
        self.user = user
        self.place = place
        self.now = clock.now()
        self.today = clock.today()
        self.scope: Scope = scope_of(asked, self.today, "who", "order", "m")
        self.courses = course_titles()
        self.positions = position_names()

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the filters' form keeps in the address: the municipality, for who has several."""
        return [("m", self.scope.typed["m"])] if self.scope.typed["m"] else []

    @property
    def title(self) -> str:
        return self.place.name if self.place else outside_words()

    @property
    def as_of(self) -> str:
        """The moment up to which the report looks."""
        end = self.scope.period.end
        if end is None or end > self.now:
            return moment_words(self.now)
        return day_words(self.scope.period.last)

    def columns(self) -> list[tuple[Any, str, str]]:
        """Of the wide table: key, title and language; the modules of the chosen course, or all courses."""
        if self.scope.course_key is None:
            return [(key, title, "") for key, title in self.courses.items()]
        return [
            (each.key, each.title, each.language)
            for each in modules_of_course(self.scope.course_key)
        ]

    def cells(self, rows: list[Row]) -> Matrix:
        person_ids = [row.person_id for row in rows]
        read = courses_of if self.scope.course_key is None else modules_of
        left = {row.person_id for row in rows if row.left_on}
        return read(person_ids, self.place, self.scope, left=left)

    def people(self, page: int | None = None) -> People:
        """The list, all of it or a page; a page that there is not is the last one."""
        people = read_people(
            self.place,
            self.scope,
            now=self.now,
            today=self.today,
            who=self.scope.typed["who"],
            order=self.scope.typed["order"],
            limit=None if page is None else PAGE,
            offset=0 if page is None else PAGE * (page - 1),
        )
        if people.rows or page in {None, 1}:
            return people
        return self.people(max(1, -(-people.narrowed // PAGE)))

    def page_facts(self, request: HttpRequest, choices: list[Municipality]) -> dict[str, Any]:
        asked = request.GET.get("page", "")
        number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
        people = self.people(max(1, number))
        columns = self.columns()
        if self.scope.course_key is not None and not columns:
            self.courses |= former_titles([self.scope.course_key])
        return {
            "report": self,
            "people": people,
            "stats": self.stats(people),
            "page": Paginator(range(people.narrowed), PAGE).get_page(number),
            "rows": self.drawn(people.rows),
            "columns": columns,
            "matrix": self.drawn_cells(people.rows, columns),
            "selects": self.selects(),
            "choices": choices,
            "is_own": self.place is not None
            and self.place.pk in self.user.coordinated_municipality_ids,
            "reads_programme": access.reads_programme(self.user),
            "query": self.scope.query(),
        }

    def stats(self, people: People) -> list[tuple[str, int, str]]:
        """Up to four numbers, each with the address of the list behind it."""
        learning = people.standings["learning"] + people.standings["stalled"]
        return [
            (_("people in the list"), people.all, self.scope.query(who="")),
            (_("are learning"), learning, self.scope.query(who="started")),
            (
                _("completed a course"),
                people.standings["completed"],
                self.scope.query(who="completed"),
            ),
            (_("received a certificate"), people.certified, self.scope.query(who="certified")),
        ]

    def selects(self) -> list[Any]:
        who = {**STANDINGS, **{name: words for name, (words, _sql) in NARROWINGS.items()}}
        orders = {name: words for name, (words, _by) in ORDERS.items()}
        return [
            *common_selects(self.scope, self.courses, self.positions),
            select(self.scope, "who", _("Standing"), who, _("Everybody")),
            select(self.scope, "order", _("Order"), orders),
        ]

    def drawn(self, rows: list[Row]) -> SafeString:
        """The rows of the list."""
        labels = {
            "position": _("Position"), "sex": _("Sex"), "progress": _("Progress"),
            "seen": _("Last activity"), "standing": _("Standing"), "certificate": _("Certificate"),
        }  # fmt: skip
        standings = {name: tag(str(words), TONES[name]) for name, words in STANDINGS.items()}
        day = day_writer()
        progress = self.progress_writer()
        issued, never = tag(_("Issued"), "done"), _("never")
        left = _("left on %(day)s")
        letters = sex_letters()
        return people_rows(
            (
                (
                    row.name,
                    format_html(
                        ' <span class="soft">{}</span>', left % {"day": day_words(row.left_on)}
                    )
                    if row.left_on
                    else "",
                    self.positions.get(row.position_id, ""),
                    letters[row.sex],
                    progress(row),
                    day(row.seen_at) or never,
                    standings[row.standing] + tail(day(row.completed_at)),
                    issued if row.certificate_count else "–",
                )
                for row in rows
            ),
            labels,
        )

    def progress_writer(self) -> Callable[[Row], str]:
        """Of a course the percentage; of all courses how many of those begun are complete."""
        words = _("%(done)d of %(of)d")

        def write(row: Row) -> str:
            if row.course_count == 0 or (self.scope.course_key and row.percent is None):
                return "–"
            if self.scope.course_key is None:
                return words % {"done": row.done_count, "of": row.course_count}
            return f"{row.percent}\N{NO-BREAK SPACE}%"

        return write

    def drawn_cells(self, rows: list[Row], columns: list[tuple[Any, str, str]]) -> SafeString:
        """The rows of the wide table: what each person did with each module or course."""
        cells = self.cells(rows)
        begun, day = _("begun"), day_writer()
        keys = [key for key, *_words in columns]

        def line(row: Row) -> Iterator[tuple[str, bool]]:
            for key in keys:
                cell = cells.get((row.person_id, key))
                if cell is None:
                    yield "–", False
                else:
                    yield day(cell.at) or begun, not cell.is_counted_here

        return wide_rows((row.name, list(line(row))) for row in rows)
