"""A coordinator searches who of their staff completed what; a manager searches the whole programme."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from courses.reports import access
from courses.reports.days import day_writer, moment_words
from courses.reports.drawing import tag
from courses.reports.explorer.drawing import record_rows
from courses.reports.explorer.elsewhere import read_elsewhere
from courses.reports.explorer.engine import read_key
from courses.reports.explorer.engines import engine_named
from courses.reports.explorer.files import export_records
from courses.reports.explorer.question import FACETS, STAGES, question_of
from courses.reports.explorer.reading import Explorer, Found
from courses.reports.explorer.staff import read_staff
from courses.reports.explorer.words import Words
from courses.reports.exports import FORMS
from courses.reports.filtering import select, territory_select
from courses.reports.names import sex_words
from courses.reports.periods import CHOICES
from courses.reports.programme import OUTSIDE
from courses.reports.scopes import Scope
from lms import clock
from lms.people import audit
from lms.people.models import Person

TONES = {
    "not_started": "",
    "started": "now",
    "stuck": "late",
    "completed": "done",
    "expired": "late",
}


@login_required
def municipality_records(request: HttpRequest) -> HttpResponseBase:
    """The records that count in the municipalities which the person coordinates."""
    if not access.reads_municipality_reports(request.user):
        raise Http404
    if request.user.is_manager:
        query = request.META["QUERY_STRING"]
        return redirect(reverse("programme_records") + (f"?{query}" if query else ""))
    return _answer(request, request.user)


@login_required
def programme_records(request: HttpRequest) -> HttpResponseBase:
    """The records of the whole programme."""
    if not access.reads_programme(request.user):
        raise Http404
    return _answer(request, request.user)


def _answer(request: HttpRequest, by: Person) -> HttpResponseBase:
    explorer = Explorer(by, question_of(request.GET, clock.today()), engine_named(None))
    words = Words(explorer.places)
    if (form := request.GET.get("as")) in FORMS:
        return export_records(by=by, explorer=explorer, words=words, form=form)
    after = read_key(request.GET.get("after", ""))
    found = explorer.find(after, facets=_facets(explorer))
    if by.is_manager:
        # A manager may open the people behind every number, also a small one; that they did is kept, of every page:
        # an address can begin in the middle.
        audit.record(
            by=by, act="records opened", total=found.total, filters=explorer.question.query()
        )
    words.know_courses({row.course_key for row in found.rows})
    facts = _page_facts(explorer, words, found) | {"is_first": after is None}
    return render(request, "reports/explorer.html", facts)


def _facets(explorer: Explorer) -> tuple[str, ...]:
    """Modules only of courses that are chosen; places only where there are several."""
    asked = explorer.question.chosen
    left_out = set()
    if "course" not in asked and "module" not in asked:
        left_out.add("module")
    if len(explorer.places) < 2:
        left_out |= {"region", "municipality"}
    return tuple(name for name in FACETS if name not in left_out)


def _page_facts(explorer: Explorer, words: Words, found: Found) -> dict[str, Any]:
    question = explorer.question
    scope = Scope(typed=question.typed, errors=question.errors)
    return {
        "question": question,
        "scope": scope,
        "found": found,
        "staff": read_staff(explorer.request),
        "elsewhere": read_elsewhere(explorer.request),
        "as_of": moment_words(found.as_of),
        "facets": words.facets(question, found.facets),
        "chips": words.chips(question),
        "selects": [
            select(scope, "period", _("Period"), CHOICES),
            territory_select(scope),
        ],
        "rows": _drawn(explorer, words, found),
        "query": question.query(),
        "following": question.query(("after", str(found.following))) if found.following else "",
        "matrix": _matrix(explorer),
        "reads_programme": access.reads_programme(explorer.user),
    }


def _drawn(explorer: Explorer, words: Words, found: Found) -> SafeString:
    labels = {
        "place": _("Municipality"), "module": _("Module"), "stage": _("Stage"),
        "days": _("Started, completed"), "certificate": _("Certificate"),
    }  # fmt: skip
    stages = {name: tag(str(said), TONES[name]) for name, said in STAGES.items()}
    day, sexes = day_writer(), sex_words()

    def place(municipality_id: int | None) -> str:
        found_place = explorer.place_of(municipality_id) if municipality_id else None
        return words.place(found_place.code if found_place else OUTSIDE)

    def days(*moments: datetime | None) -> str:
        return " – ".join(dict.fromkeys(filter(None, map(day, moments)))) or "–"

    return record_rows(
        (
            (
                row.name, capfirst(", ".join(filter(None, (words.positions.get(row.position_id), sexes.get(row.sex))))),
                place(row.municipality_id), words.module(row.module_key), words.course(row.course_key),
                stages[row.stage], days(row.started_at, row.completed_at),
                row.certificate or "–",
            )
            for row in found.rows
        ),
        labels,
    )  # fmt: skip


def _matrix(explorer: Explorer) -> str:
    """The address of the table of staff and modules, where one course of one municipality is asked for."""
    question = explorer.question
    courses = question.chosen.get("course", ())
    own = [place.code for place in explorer.places.values()]
    asked = question.chosen.get("municipality", ())
    codes = [code for code in asked if code in own] if asked else own
    if len(courses) != 1 or len(codes) != 1:
        return ""
    if access.reads_programme(explorer.user):
        address = reverse("programme_municipality", args=[codes[0]])
        return f"{address}?course={courses[0]}"
    return f"{reverse('municipality')}?m={codes[0]}&course={courses[0]}"
