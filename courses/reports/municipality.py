"""Who of a municipality learned what: a row for each person who works there, or earned something there and left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.progress.models import ActivityCompletion, CourseCompletion, Enrolment, ModuleCompletion
from courses.reports.numbers import counted
from courses.reports.periods import Period
from courses.reports.scopes import Scope
from lms.people.access import User
from lms.people.models import Membership, Municipality

STALLS_AFTER = timedelta(days=30)  # without opening anything; fieldwork keeps people away for weeks
ENROLMENT = "person__enrolments"
COMPLETION = f"{ENROLMENT}__course_completion"

# How somebody stands, at the end of the period. Each person is in exactly one of these.
STANDINGS: dict[str, str | Promise] = {
    "completed": _("Completed"),
    "earlier": _("Completed before the period"),
    "brought": _("Completed before joining"),
    "learning": _("Learning"),
    "stalled": _("No activity for 30 days"),
    "none": _("Has not started"),
}
TONES = {"completed": "done", "earlier": "done", "brought": "done", "learning": "now", "stalled": "late", "none": ""}
# What a list can be narrowed to: a standing, or one of these.
FILTERS: dict[str, tuple[str | Promise, Q]] = {
    "certified": (_("With a certificate"), Q(certificate_count__gt=0)),
    "staff": (_("Works here on that day"), Q(has_left=False)),
    "left": (_("Has left or moved"), Q(has_left=True)),
}
ORDERS: dict[str, tuple[str | Promise, list[Any]]] = {
    "": (_("By name"), []),
    "behind": (_("Who is behind comes first"), [F("percent").asc(nulls_first=True)]),
    "ahead": (_("Who is ahead comes first"), [F("percent").desc(nulls_last=True)]),
    "seen": (_("By last activity"), [F("seen_at").desc(nulls_last=True)]),
    "position": (_("By position"), [F("position__order").asc(), F("position").asc()]),
}
BY_NAME = ["person__family_name", "person__given_name", "person__patronymic", "pk"]


def people_of(
    user: User, municipality: Municipality | None, scope: Scope, now: datetime, today: date
) -> QuerySet[Membership]:
    """A row for each person: the last membership that they had there by the end of the period.

    Who has left has a row if something of the chosen course counts here. None stands for outside.
    """
    day = scope.period.day(today)
    here = Membership.objects.filter(
        municipality=municipality, confirmed_at__isnull=False, started_on__lte=day
    )
    later = here.filter(person=OuterRef("person")).filter(
        Q(started_on__gt=OuterRef("started_on"))
        | Q(started_on=OuterRef("started_on"), pk__gt=OuterRef("pk"))
    )
    has_left = Q(ended_on__isnull=False, ended_on__lte=day)
    rows = here.filter(~Exists(later), scope.people("", "person"))
    rows = rows.visible_to(user).annotate(
        has_left=Case(When(has_left, then=Value(True)), default=Value(False))
    )
    earned = earned_at(municipality, scope)
    rows = rows.filter(Q(has_left=False) | earned)
    return _with_standing(rows, municipality, scope, now)


def earned_at(municipality: Municipality | None, scope: Scope) -> Q:
    """Asked of a membership: whether its person began or completed something that counts in the municipality."""
    started = Enrolment.objects.filter(
        counted(),
        scope.period.before_end("started_at"),
        scope.course("course_key"),
        membership__municipality=municipality,
        person=OuterRef("person"),
    )
    done = ModuleCompletion.objects.filter(
        counted(),
        scope.period.before_end("at"),
        scope.course("enrolment__course_key"),
        membership__municipality=municipality,
        enrolment__person=OuterRef("person"),
    )
    return Q(Exists(started)) | Q(Exists(done))


def _with_standing(
    rows: QuerySet[Membership], municipality: Municipality | None, scope: Scope, now: datetime
) -> QuerySet[Membership]:
    """Add what each person did in the course that was chosen, or in all of them."""
    course = scope.course(f"{ENROLMENT}__course_key")
    begun = course & scope.period.before_end(f"{ENROLMENT}__started_at")
    at = f"{COMPLETION}__at"
    done = course & scope.period.before_end(at)
    here = counted(f"{COMPLETION}__membership") & Q(
        **{f"{COMPLETION}__membership__municipality": municipality}
    )
    in_force = Q(
        **{
            f"{COMPLETION}__certificates__isnull": False,
            f"{COMPLETION}__certificates__superseded_by": None,
            f"{COMPLETION}__certificates__revocation": None,
        }
    )
    before = Q(**{f"{at}__lt": scope.period.start}) if scope.period.start else Q(pk__in=[])
    return rows.annotate(
        started_at=Min(f"{ENROLMENT}__started_at", filter=begun),
        seen_at=Max(f"{ENROLMENT}__seen_at", filter=begun),
        percent=Max(f"{ENROLMENT}__best_percent", filter=begun),
        course_count=Count(ENROLMENT, filter=begun, distinct=True),
        any_at=Max(at, filter=done),
        here_at=Max(at, filter=done & here),
        period_at=Max(at, filter=done & here & scope.period.within(at)),
        certificate_count=Count(
            COMPLETION, filter=done & here & scope.period.within(at) & in_force, distinct=True
        ),
        done_count=Count(COMPLETION, filter=done, distinct=True),
    ).annotate(
        standing=Case(
            When(period_at__isnull=False, then=Value("completed")),
            When(here_at__isnull=False, then=Value("earlier")),
            When(any_at__isnull=False, then=Value("brought")),
            When(seen_at__lt=(scope.period.end or now) - STALLS_AFTER, then=Value("stalled")),
            When(started_at__isnull=False, then=Value("learning")),
            default=Value("none"),
        )
    )
