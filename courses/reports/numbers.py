"""What reports count. Each number is a set of rows, so that it can be counted, split and opened as a list.

A row counts for the municipality of the membership that the person had at that moment, if that membership is
confirmed. So whatever happens later, a row belongs to one municipality or to “outside”, and totals add up. People are
counted once each, where they did the thing first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.certificates.models import CertificateIssue
from courses.progress.models import (
    ActivityCompletion,
    CourseCompletion,
    Enrolment,
    ModuleCompletion,
)
from courses.reports import access
from courses.reports.scopes import Scope
from lms.people.access import User
from lms.people.models import Membership

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Number:
    """A thing that is counted. `rows` are all that fall into a scope, for whoever may see them.

    The paths lead from a row to the membership it counts for (empty: it is one), to the person, the moment and the
    course.
    """

    name: str
    title: str | Promise
    rows: Callable[[Scope, date], Rows]
    membership: str
    person: str
    at: str
    course: str = ""
    activity: str = ""

    @property
    def municipality(self) -> str:
        """The path to the municipality; empty there means outside."""
        return f"{self.membership}__municipality" if self.membership else "municipality"

    def visible_to(self, user: User, scope: Scope, today: date) -> Rows:
        """The rows that the person may see."""
        allowed = access.memberships_visible_to(user)
        rows = self.rows(scope, today)
        if not allowed:
            return rows
        return rows.filter(_through(self.membership, allowed))


def _through(path: str, condition: Q) -> Q:
    """The condition on memberships, asked of rows that lead to one."""
    if not path:
        return condition
    return Q(**{f"{path}__in": Membership.objects.filter(condition)})


def counted(path: str = "membership") -> Q:
    """Rows whose membership is confirmed; a refused one never is."""
    return Q(**{f"{path}__confirmed_at__isnull": False})


def staff(scope: Scope, today: date) -> QuerySet[Membership]:
    """Who works somewhere on the day of the report, confirmed: each person once."""
    day = scope.period.day(today)
    return Membership.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=day),
        scope.people("", "person"),
        confirmed_at__isnull=False,
        started_on__lte=day,
    )


def staff_with_a_module(scope: Scope, today: date) -> QuerySet[Membership]:
    """Those of the staff who completed a module in the period, wherever they worked then."""
    done = ModuleCompletion.objects.filter(
        counted(), scope.period.within("at"), scope.course("enrolment__course_key")
    )
    return staff(scope, today).filter(person__in=done.values("enrolment__person"))


def starts(scope: Scope, today: date) -> QuerySet[Enrolment]:
    """Every round of a course that somebody began."""
    return Enrolment.objects.filter(
        counted(),
        scope.period.within("started_at"),
        scope.course("course_key"),
        scope.people("membership", "person"),
    )


def completions(scope: Scope, today: date) -> QuerySet[CourseCompletion]:
    """Every course that somebody completed, in each round."""
    return CourseCompletion.objects.filter(
        counted(),
        scope.period.within("at"),
        scope.course("enrolment__course_key"),
        scope.people("membership", "enrolment__person"),
    )


def certificates(scope: Scope, today: date) -> QuerySet[CertificateIssue]:
    """Certificates that are neither revoked nor replaced, by the day when the course was completed.

    They count where they were issued: if the membership of that day was refused, under the later one that served.
    That a certificate expires takes nothing from what was earned.
    """
    return CertificateIssue.objects.newest_of_each().filter(
        counted(),
        scope.period.within("completion__at"),
        scope.course("completion__enrolment__course_key"),
        scope.people("membership", "person"),
        revocation=None,
    )


def activities(scope: Scope, today: date) -> QuerySet[ActivityCompletion]:
    """Every lesson and quiz that somebody completed."""
    return ActivityCompletion.objects.filter(
        counted(),
        scope.period.within("at"),
        scope.course("enrolment__course_key"),
        scope.people("membership", "enrolment__person"),
    )


def once_each(rows: QuerySet[Any], person: str, at: str) -> QuerySet[Any]:
    """Of each person only the first row, so that people are counted once and where they did it first."""
    first = rows.annotate(
        nth=Window(RowNumber(), partition_by=[F(person)], order_by=[F(at).asc(), F("pk").asc()])
    ).filter(nth=1)
    every: QuerySet[Any] = rows.model.objects.all()
    return every.filter(pk__in=first.values("pk"))


def people_started(scope: Scope, today: date) -> QuerySet[Enrolment]:
    """Who began a course, once each."""
    return once_each(starts(scope, today), "person", "started_at")


def people_completed(scope: Scope, today: date) -> QuerySet[CourseCompletion]:
    """Who completed a course, once each."""
    return once_each(completions(scope, today), "enrolment__person", "at")


STAFF = Number("staff", _("Staff on that day"), staff, "", "person", "started_on")
HELPED = Number(
    "modules",
    _("Staff who completed a module"),
    staff_with_a_module,
    "",
    "person",
    "started_on",
)
STARTED = Number(
    "started",
    _("People who started a course"),
    people_started,
    "membership",
    "person",
    "started_at",
    "course_key",
)
COMPLETED = Number(
    "completed",
    _("People who completed a course"),
    people_completed,
    "membership",
    "enrolment__person",
    "at",
    "enrolment__course_key",
)
COMPLETIONS = Number(
    "completions",
    _("Courses completed"),
    completions,
    "membership",
    "enrolment__person",
    "at",
    "enrolment__course_key",
)
CERTIFICATES = Number(
    "certificates",
    _("Certificates"),
    certificates,
    "membership",
    "person",
    "completion__at",
    "completion__enrolment__course_key",
)
ACTIVITIES = Number(
    "activities",
    _("Lessons and quizzes completed"),
    activities,
    "membership",
    "enrolment__person",
    "at",
    "enrolment__course_key",
    "activity_key",
)
NUMBERS = {
    each.name: each
    for each in (STAFF, HELPED, STARTED, COMPLETED, COMPLETIONS, CERTIFICATES, ACTIVITIES)
}

Counts = dict[int | None, dict[str, int]]


def counts_by_municipality(
    user: User, scope: Scope, today: date, numbers: Iterable[Number]
) -> Counts:
    """All the numbers of each municipality that the person may see, in one query. None stands for outside."""
    if access.memberships_visible_to(user):
        rows = _together({each: each.visible_to(user, scope, today) for each in numbers})
        return _counts(*rows.query.sql_with_params())
    return count_all(scope, today, tuple(each.name for each in numbers))


def count_all(scope: Scope, today: date, names: tuple[str, ...]) -> Counts:
    """The numbers of all municipalities, for those who see them all."""
    return _counts(*_statement(scope, today, names))


@lru_cache(200)  # building it costs more than the rest of the page; most ask the same within a day
def _statement(scope: Scope, today: date, names: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    rows = _together({NUMBERS[name]: NUMBERS[name].rows(scope, today) for name in names})
    return rows.query.sql_with_params()


def _together(rows: Mapping[Number, Rows]) -> Rows:
    """Each number's rows, split by municipality and counted, in one query."""
    parts = [
        some.order_by().values_list(Value(number.name), number.municipality).annotate(n=Count("pk"))
        for number, some in rows.items()
    ]
    together: Rows = parts[0].union(*parts[1:], all=True)
    return together


def _counts(sql: str, params: tuple[Any, ...]) -> Counts:
    found: Counts = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for name, municipality_id, count in cursor.fetchall():
            found.setdefault(municipality_id, {})[name] = count
    return found
