"""What somebody was told, the last first; opening one leads to what it tells of, and reads it."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lms import clock
from lms.keys import key_from
from lms.notifications import reading
from lms.notifications.kinds import Told, describe
from lms.notifications.models import Notice

ON_A_PAGE = 25


@dataclass(frozen=True)
class Row:
    notice: Notice
    told: Told
    url: str
    is_of_today: bool


@never_cache
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """A page of them; `?before=` is the key behind which the next begins."""
    mine = Notice.objects.shown().filter(person=request.user.pk).order_by("-created_at", "-pk")
    before = key_from(request.GET.get("before"))
    if before is not None:
        last = Subquery(
            Notice.objects.filter(person=request.user.pk, pk=before).values("created_at")
        )
        mine = mine.filter(Q(created_at__lt=last) | Q(created_at=last, pk__lt=before))
    found = list(mine[: ON_A_PAGE + 1])
    page = found[:ON_A_PAGE]
    return render(
        request,
        "notifications/list.html",
        {
            "rows": _rows(page),
            "unread": reading.unread_of(request.user),
            "older": page[-1].pk if len(found) > ON_A_PAGE else None,
        },
    )


def _rows(notices: list[Notice]) -> list[Row]:
    words, today = describe(notices), clock.today()
    rows = []
    for notice in notices:
        if notice.pk not in words:
            continue
        told = words[notice.pk]()
        # Where opening the thing reads it, there is no need for a way round, which takes a second on a slow line.
        url = told.url if told.is_read_there else reverse("my_notice", args=[notice.pk])
        rows.append(Row(notice, told, url, localdate(notice.created_at) == today))
    return rows


@never_cache
@login_required
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """To what the notice tells of."""
    notice = get_object_or_404(Notice.objects.shown(), pk=pk, person=request.user.pk)
    teller = describe([notice]).get(pk)
    if teller is None:
        messages.info(request, _("What this notice told of is not there any more."))
        return redirect("my_notices")
    reading.read_one(request.user, pk)
    return redirect(teller().url)


@login_required
@require_POST
def read_everything(request: HttpRequest) -> HttpResponse:
    """All of them count as read."""
    reading.read_everything(request.user)
    return redirect("my_notices")
