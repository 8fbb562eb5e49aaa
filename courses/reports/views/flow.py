"""A manager sees who took up whose cases."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.reports import access, charts
from courses.reports.drawing import with_labels
from courses.reports.exports import FORMS
from courses.reports.filtering import Select, select
from courses.reports.flow.drawing import ribbons
from courses.reports.flow.files import export_flow
from courses.reports.flow.reading import (
    IS_TAKEN_UP,
    SERVICES,
    Pair,
    PlaceLine,
    Regions,
    flow_scope,
    read_flow,
)
from courses.reports.periods import CHOICES
from courses.reports.programme import Place
from courses.reports.scopes import Scope
from exchange.cases.choices import AdoptionStatus
from lms import clock

PLACE = (
    '<tr role="row"><th scope="row" role="rowheader"><a href="{at}{}">{}</a></th>'
    '<td role="cell" data-l="{region}">{}</td>'
    '<td role="cell" data-l="{gave}" class="n"><a href="{at}{}">{}</a></td>'
    '<td role="cell" data-l="{gave_up}" class="n">{}</td>'
    '<td role="cell" data-l="{took}" class="n"><a href="{at}{}">{}</a></td>'
    '<td role="cell" data-l="{took_up}" class="n">{}</td></tr>\n'
)
PAIR = (
    '<tr role="row"><th scope="row" role="rowheader"><a href="{at}{}">{}</a></th>'
    '<td role="cell" data-l="{took}"><a href="{at}{}">{}</a></td>'
    '<td role="cell" data-l="{adoptions}" class="n">{}</td>'
    '<td role="cell" data-l="{taken_up}" class="n">{}</td>'
    '<td role="cell" data-l="{works}" class="n">{}</td></tr>\n'
)


@login_required
def programme_flow(request: HttpRequest) -> HttpResponseBase:
    """Who gave, who took, and what it was about, in tables that agree; or all of it as a file."""
    if not access.reads_programme(request.user):
        raise Http404
    scope = flow_scope(request.GET.dict(), clock.today())
    if (form := request.GET.get("as")) in FORMS:
        return export_flow(by=request.user, scope=scope, form=form)
    flow = read_flow(request.user, scope)
    drawn, height = charts.bars(
        [(each.name, each.tally.adoptions, each.tally.taken_up) for each in flow.services]
    )
    facts = {
        "report": {"scope": scope},
        "flow": flow,
        "query": scope.query(),
        "selects": _selects(scope),
        "ribbons": ribbons(flow.regions),
        "regions": _matrix(flow.regions),
        "took": [flow.regions.took(code) for code in flow.regions.names],
        "bars": drawn,
        "bars_height": height,
        "places": _place_rows(flow.places),
        "pairs": _pair_rows(flow.pairs),
    }
    return render(request, "reports/flow.html", facts)


def _selects(scope: Scope) -> list[Select]:
    statuses: dict[str, str | Promise] = {
        IS_TAKEN_UP: _("Under way or working"),
        **dict(AdoptionStatus.choices),
    }
    services: dict[str, str | Promise] = {each.key: each.name for each in SERVICES.all()}
    return [
        select(scope, "status", _("Where it stands"), statuses, _("All")),
        select(scope, "service", _("Service"), services, _("All services")),
        select(scope, "period", _("Begun in"), CHOICES),
    ]


def _matrix(regions: Regions) -> list[tuple[str, list[int], int]]:
    """The table of regions, row by row: who gave, how much to each, and all of it."""
    return [
        (
            name,
            [regions.counts.get((giver, taker), 0) for taker in regions.names],
            regions.gave(giver),
        )
        for giver, name in regions.names.items()
    ]


def _place_rows(lines: Iterable[PlaceLine]) -> SafeString:
    labels = {
        "at": _at(), "region": _("Region"), "gave": _("Gave"), "gave_up": _("Gave: under way or works"),
        "took": _("Took"), "took_up": _("Took: under way or works"),
    }  # fmt: skip
    return format_html_join(
        "",
        with_labels(PLACE, labels),
        (
            (
                _page_of(line.place, "given"), line.place.name, line.place.region,
                f"{line.place.code}/given/", line.gave.adoptions,
                line.gave.taken_up,
                f"{line.place.code}/taken/", line.took.adoptions,
                line.took.taken_up,
            )
            for line in lines
        ),
    )  # fmt: skip


def _pair_rows(pairs: Iterable[Pair]) -> SafeString:
    labels = {
        "at": _at(), "took": _("Took"), "adoptions": _("Adoptions"), "taken_up": _("Taken up"), "works": _("Works"),
    }  # fmt: skip
    return format_html_join(
        "",
        with_labels(PAIR, labels),
        (
            (
                _page_of(pair.giver, "given"), pair.giver.name,
                _page_of(pair.taker, "taken"), pair.taker.name,
                pair.tally.adoptions, pair.tally.taken_up, pair.tally.working,
            )
            for pair in pairs
        ),
    )  # fmt: skip


def _at() -> str:
    """The address above the pages of municipalities, found once and not for each of two hundred links."""
    return reverse("municipality_page", args=["0"]).removesuffix("0/")


def _page_of(place: Place, what: str) -> str:
    """The municipality's page, below that address; of one that is no more, what it gave or took."""
    return f"{place.code}/{what}/" if place.valid_to else f"{place.code}/"
