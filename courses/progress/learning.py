"""What somebody learns: all their courses, with how far they are in each."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest

from courses.catalogue.models import PublishedCourse
from courses.catalogue.outline import Outline
from courses.progress.models import ActivityCompletion, Enrolment, Requirement
from courses.progress.standing import Standing, is_left, standing_from
from lms.people.models import Person


def standings_of(person: Person, language: str, most: int | None = None) -> list[Standing]:
    """How far somebody is in their courses, the one touched last first; four queries, however many they are.

    Of each course the round that counts now. Courses that were left, or are not published any more, are not there.
    """
    enrolments = rounds_that_count(person)[:most]
    if not enrolments:
        return []
    keys = [enrolment.course_key for enrolment in enrolments]
    outlines = dict(
        PublishedCourse.objects.filter(course_key__in=keys, language=language).values_list(
            "course_key", "outline"
        )
    )
    rows: defaultdict[UUID, list[Requirement]] = defaultdict(list)
    for row in Requirement.objects.open().filter(course_key__in=keys):
        rows[row.course_key].append(row)
    done: defaultdict[int, dict[UUID, datetime]] = defaultdict(dict)
    completions = ActivityCompletion.objects.filter(enrolment__in=enrolments)
    for enrolment_id, key, at in completions.values_list("enrolment_id", "activity_key", "at"):
        done[enrolment_id][key] = at
    return [
        standing_from(
            enrolment,
            Outline.from_json(outlines[enrolment.course_key]),
            rows[enrolment.course_key],
            done[enrolment.pk],
        )
        for enrolment in enrolments
        if enrolment.course_key in outlines
    ]


def rounds_that_count(person: Person) -> list[Enrolment]:
    """Of each course the last round that was not left, the one touched last first; one query."""
    rounds: dict[UUID, Any] = {}
    mine = (
        Enrolment.objects.of(person)
        .select_related("course_completion")
        .annotate(last_at=Max("activity_completions__at"))
        .annotate(touched_at=Greatest("started_at", Coalesce("last_at", "started_at")))
    )
    for enrolment in mine.order_by("round"):
        if not is_left(enrolment):
            rounds[enrolment.course_key] = enrolment
    return sorted(rounds.values(), key=lambda enrolment: enrolment.touched_at, reverse=True)
