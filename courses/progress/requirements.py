"""What a course requires, of whom: written in the transaction that publishes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from courses.catalogue.outline import Outline, OutlineActivity
from courses.progress.models import Enrolment, Requirement
from lms import clock


def keep_requirements(course_key: UUID, outline: Outline | None) -> bool:
    """Bring the rows in line with what is published; the old ones end, so that what was required when stays known.

    What a course has at its first publication binds everybody. Later, a new required activity binds only those who
    enrol from then on, unless the trainer chose otherwise; a move to another module binds whom it bound before.
    Returns whether any requirement ended.
    """
    now = clock.now()
    open_rows = {
        row.activity_key: row for row in Requirement.objects.open().filter(course_key=course_key)
    }
    is_first = not Requirement.objects.filter(course_key=course_key).exists()
    wanted = _wanted(outline)
    ended = [row for key, row in open_rows.items() if not _continues(row, wanted.get(key))]
    Requirement.objects.filter(pk__in=[row.pk for row in ended]).update(until=now)
    for position, (key, (module_key, activity)) in enumerate(wanted.items()):
        row = open_rows.get(key)
        if row is not None and row not in ended:
            if row.position != position:
                Requirement.objects.filter(pk=row.pk).update(position=position)
            continue
        Requirement.objects.create(
            course_key=course_key,
            module_key=module_key,
            activity_key=key,
            kind=activity.kind,
            is_required=activity.is_required,
            position=position,
            since=now,
            first_at=row.first_at if row and _only_moved(row, activity) else now,
            binds_from=_binds_from(row, activity, is_first=is_first, now=now),
        )
    return bool(ended)


def _wanted(outline: Outline | None) -> dict[UUID, tuple[UUID, OutlineActivity]]:
    """The activities that should be open now, in order, each with its module."""
    if outline is None:
        return {}
    return {
        activity.key: (module.key, activity)
        for module in outline.modules
        for activity in module.activities
    }


def _continues(row: Requirement, wanted: tuple[UUID, OutlineActivity] | None) -> bool:
    """Whether the row still says what is published."""
    if wanted is None:
        return False
    module_key, activity = wanted
    return (row.module_key, row.is_required) == (module_key, activity.is_required)


def _binds_from(
    former: Requirement | None, activity: OutlineActivity, *, is_first: bool, now: datetime
) -> datetime | None:
    if is_first or activity.binds_enrolled:
        return None
    if former is not None and _only_moved(former, activity):
        return former.binds_from
    return now


def _only_moved(former: Requirement, activity: OutlineActivity) -> bool:
    """Whether nothing but the module has changed."""
    return former.is_required == activity.is_required


def binding(enrolment: Enrolment, rows: Iterable[Requirement]) -> list[Requirement]:
    """Those of the open rows that the enrolment must meet."""
    return [
        row
        for row in rows
        if row.is_required and (row.binds_from is None or row.binds_from <= enrolment.started_at)
    ]


def binding_on(enrolment: Enrolment) -> list[Requirement]:
    """What the enrolment must meet now, in order, in one query."""
    return list(
        Requirement.objects.open()
        .filter(course_key=enrolment.course_key, is_required=True)
        .filter(Q(binds_from=None) | Q(binds_from__lte=enrolment.started_at))
        .order_by("position")
    )
