"""The adoptions of the flow as a file, read while it is sent; who took it is recorded."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.reports.days import moment_words
from courses.reports.exports import as_file, record_export
from courses.reports.flow.reading import adoptions_in
from courses.reports.programme import read_places
from courses.reports.scopes import Scope
from courses.reports.sheets import CSV, XLSX, Sheet, Value, as_csv
from courses.reports.streaming import stream_xlsx
from exchange.cases.choices import AdoptionStatus
from exchange.cases.models import Case, CaseText, Service
from lms import clock
from lms.people.models import Person

READ_AT_ONCE = 2000  # rows from the database


def export_flow(*, by: Person, scope: Scope, form: str) -> HttpResponseBase:
    """Every adoption that the page counts, a line each. `form` is csv or xlsx."""
    count = adoptions_in(by, scope).count()
    record_export(by=by, report="flow", form=form, rows=count, filters=scope.typed)
    sheet = Sheet(
        title=_("Who took up whose cases"),
        above=[_("As of %(moment)s") % {"moment": moment_words(clock.now())}],
        head=[
            _("Case"), _("Service"), _("Gave"), _("Code"), _("Region"), _("Took"), _("Code"), _("Region"),
            _("Begun"), _("Where it stands"), _("Since"), _("Became a case"),
        ],
        rows=_lines(by, scope),
    )  # fmt: skip
    name = f"{sheet.title} {clock.today().isoformat()}"
    if form == "csv":
        return as_file(as_csv(sheet), CSV, f"{name}.csv")
    return as_file(stream_xlsx(sheet), XLSX, f"{name}.xlsx")


def _lines(by: Person, scope: Scope) -> Iterable[list[Value]]:
    places, services = read_places(by), _services()
    texts = CaseText.objects.visible_to(by).filter(language=get_language() or "ru")
    rows = (
        adoptions_in(by, scope)
        .annotate(
            title=Subquery(texts.filter(case=OuterRef("case")).order_by().values("title")),
            became=Subquery(
                texts.filter(case__key=OuterRef("result_key")).order_by().values("title")
            ),
        )
        .order_by("started_at", "pk")
        .values_list(
            "case", "title", "giver", "municipality", "started_at", "status", "status_on", "became"
        )
    )
    for case, title, giver, taker, begun, status, since, became in rows.iterator(READ_AT_ONCE):
        gave, took = places[giver], places[taker]
        yield [
            title or _("A case that is not published now"), ", ".join(services[case]),
            gave.name, gave.code, gave.region, took.name, took.code, took.region,
            localdate(begun), str(AdoptionStatus(status).label), since, became,
        ]  # fmt: skip


def _services() -> dict[int, list[str]]:
    """What each case is about, in words."""
    names = {each.pk: each.name for each in Service.objects.all()}
    found: dict[int, list[str]] = defaultdict(list)
    for case, service in Case.services.through.objects.values_list("case", "service"):
        found[case].append(names[service])
    return found
