"""What people look for, for those who write: what comes up most, what is not there, and how far down it is opened."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from lms import clock
from search.log import KEPT_FOR
from search.models import QueryLog

DAYS = (7, 30, KEPT_FOR.days)
MOST = 50  # queries of a list
RANKS = 10  # told apart: what a page of results has


@dataclass(frozen=True)
class Line:
    """A query: how often, how many results it had at most, how often one was opened."""

    words: str
    times: int
    total: int
    clicks: int


class Rank(NamedTuple):
    """How often what stood there was opened, and that in percent of all that was opened."""

    rank: int
    clicks: int
    percent: int


@dataclass(frozen=True)
class Searches:
    """`further`: opened below the first page of results."""

    queries: int
    opened: int
    top: list[Line]
    without_results: list[Line]
    ranks: list[Rank]
    further: Rank


def searches_of(days: int) -> Searches:
    """What was looked for in the last days."""
    log = QueryLog.objects.filter(asked_at__gte=clock.now() - timedelta(days=days))
    of_all = log.aggregate(queries=Count("pk"), opened=Count("clicked_rank"))
    opened = of_all["opened"]
    clicks = dict(
        log.exclude(clicked_rank=None).values_list("clicked_rank").annotate(Count("pk")).order_by()
    )
    further = sum(count for rank, count in clicks.items() if rank > RANKS)
    return Searches(
        queries=of_all["queries"],
        opened=opened,
        top=_lines(log),
        without_results=_lines(log.filter(total=0)),
        ranks=[
            Rank(rank, clicks.get(rank, 0), _percent(clicks.get(rank, 0), opened))
            for rank in range(1, RANKS + 1)
        ],
        further=Rank(RANKS + 1, further, _percent(further, opened)),
    )


def searches(request: HttpRequest) -> HttpResponse:
    """The page of it, for everybody who works in the editor."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    asked = request.GET.get("days", "")
    days = next((each for each in DAYS if str(each) == asked), DAYS[1])
    facts = {
        "searches": searches_of(days),
        "days": days,
        "choices": DAYS,
        "header_title": _("What people look for"),
        "page_title": _("What people look for"),
        "header_icon": "search",
    }
    return render(request, "search/admin/searches.html", facts)


def menu_item() -> MenuItem:
    """The way to it."""
    return MenuItem(
        gettext_lazy("What people look for"),
        reverse("searches"),
        name="searches",
        icon_name="search",
        order=720,
    )


def _lines(log: QuerySet[QueryLog]) -> list[Line]:
    rows = log.values("words").annotate(
        times=Count("pk"), most=Max("total"), clicks=Count("pk", filter=Q(clicked_rank__gt=0))
    )
    return [
        Line(row["words"], row["times"], row["most"], row["clicks"])
        for row in rows.order_by("-times", "words")[:MOST]
    ]


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
