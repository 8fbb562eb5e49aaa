"""The table of people and modules, or of people and courses: who completed which, and when.

Of who has `left` only what was begun or earned here: what they do now is told to those where they are.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from courses.progress.models import (
    ActivityCompletion,
    Enrolment,
    ModuleCompletion,
    Requirement,
)
from courses.reports.numbers import counted
from courses.reports.scopes import Scope
from lms.people.models import Municipality


@dataclass(frozen=True, slots=True)
class Cell:
    """What somebody did with a module or a course: completed on a day, perhaps elsewhere, or only begun."""

    at: datetime | None
    is_counted_here: bool


Matrix = dict[tuple[int, UUID], Cell]


def modules_of(
    person_ids: Iterable[int],
    municipality: Municipality | None,
    scope: Scope,
    *,
    left: Collection[int],
) -> Matrix:
    """By person and module: completed, or begun here. What somebody only began elsewhere is not shown."""
    assert scope.course_key is not None
    place = municipality.pk if municipality else None
    begun = (
        ActivityCompletion.objects.filter(
            counted(),
            scope.period.before_end("at"),
            enrolment__person__in=person_ids,
            enrolment__course_key=scope.course_key,
            membership__municipality=municipality,
        )
        .values_list("enrolment__person_id", "activity_key")
        .order_by()
    )
    module_of = dict(
        Requirement.objects.filter(course_key=scope.course_key)
        .order_by("since")
        .values_list("activity_key", "module_key")
    )
    cells: Matrix = {
        (person, module_of[activity]): Cell(at=None, is_counted_here=True)
        for person, activity in begun
        if activity in module_of
    }
    done = ModuleCompletion.objects.filter(
        scope.period.before_end("at"),
        enrolment__person__in=person_ids,
        enrolment__course_key=scope.course_key,
    ).values_list(
        "enrolment__person_id", "module_key", "at",
        "membership__municipality_id", "membership__confirmed_at",
    )  # fmt: skip
    for person, module, at, earned_in, confirmed_at in done.order_by("at"):
        is_here = confirmed_at is not None and earned_in == place
        if is_here or person not in left:
            cells[person, module] = Cell(at, is_here)
    return cells


def courses_of(
    person_ids: Iterable[int],
    municipality: Municipality | None,
    scope: Scope,
    *,
    left: Collection[int],
) -> Matrix:
    """By person and course: completed, or begun."""
    place = municipality.pk if municipality else None
    found = (
        Enrolment.objects.filter(scope.period.before_end("started_at"), person__in=person_ids)
        .values_list(
            "person_id", "course_key", "membership__municipality_id", "membership__confirmed_at",
            "course_completion__at",
            "course_completion__membership__municipality_id",
            "course_completion__membership__confirmed_at",
        )
    )  # fmt: skip
    cells: Matrix = {}
    for person, course, begun_in, known_at, at, earned_in, confirmed_at in found.order_by("round"):
        is_done = at is not None and (scope.period.end is None or at < scope.period.end)
        is_here = confirmed_at is not None and earned_in == place
        if person in left and not (is_done and is_here):
            if known_at is None or begun_in != place:
                continue
            is_done = False
        if not is_done and (person, course) in cells:
            continue  # a new round takes nothing from the one before
        cells[person, course] = Cell(at if is_done else None, is_here or not is_done)
    return cells
