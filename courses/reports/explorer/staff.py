"""The denominator: who works in the places that are asked for, and who of them never joined a course."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.progress.models import Enrolment, Requirement
from courses.reports.explorer.engine import Request
from courses.reports.explorer.people import people_named
from courses.reports.numbers import staff
from courses.reports.scopes import Scope
from lms.people.models import Membership


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works there today, confirmed; and those of them who never joined what is asked for."""

    everybody: int
    never_enrolled: int


def read_staff(request: Request) -> Staff:
    """Counted with the filters on people and places. Never joined: none of the courses, where any is chosen."""
    of_courses = courses_of(request)
    rounds = Enrolment.objects.filter(person=OuterRef("person"))
    if of_courses is not None:
        rounds = rounds.filter(course_key__in=of_courses)
    found = _members(request).aggregate(
        everybody=Count("pk"), never=Count("pk", filter=~Exists(rounds))
    )
    return Staff(found["everybody"], found["never"])


def courses_of(request: Request) -> set[UUID] | None:
    """The courses that the filters mean, by themselves or by their modules; None is all."""
    courses = request.chosen.get("course")
    modules = request.chosen.get("module")
    if modules is None:
        return None if courses is None else set(courses)
    of_modules = set(
        Requirement.objects.filter(module_key__in=modules).values_list("course_key", flat=True)
    )
    return of_modules if courses is None else of_modules & courses


def _members(request: Request) -> QuerySet[Membership]:
    members = staff(Scope(), request.today)
    if request.within is not None:
        members = members.filter(municipality__in=request.within)
    for facet in ("municipality", "region"):
        if (places := request.chosen.get(facet)) is not None:
            inside = Q(municipality__in=[pk for pk in places if pk is not None])
            members = members.filter(inside | Q(municipality=None) if None in places else inside)
    if (positions := request.chosen.get("position")) is not None:
        members = members.filter(position__in=positions)
    if (sexes := request.chosen.get("sex")) is not None:
        members = members.filter(person__sex__in=sexes)
    if request.words:
        members = members.filter(person__in=people_named(request.words))
    return members
