"""What somebody learns: all their courses, with how far they are in each."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from courses.catalogue.models import PublishedCourse
from courses.catalogue.outline import Outline
from courses.progress.models import ActivityCompletion, Enrolment, Requirement
from courses.progress.standing import Standing, is_left, standing_from
from lms.people.models import Person

# What of a requirement says whom it binds: plain rows, for pages that read many.
ROW = ("course_key", "activity_key", "is_required", "binds_from", "first_at")


def standings_of(person: Person, language: str, most: int | None = None) -> list[Standing]:
    """How far somebody is in their courses, the one touched last first; four queries, however many they are.

    Of each course the last round that was not left. Courses that are not published any more are not there.
    """
    rounds = rounds_that_count(person)
    if not rounds:
        return []
    done = done_in(person)
    rounds.sort(key=lambda each: max([each.started_at, *done[each.pk].values()]), reverse=True)
    rounds = rounds[:most]
    keys = [each.course_key for each in rounds]
    outlines = dict(
        PublishedCourse.objects.filter(course_key__in=keys, language=language)
        .order_by()
        .values_list("course_key", "outline")
    )
    rows: defaultdict[UUID, list[Any]] = defaultdict(list)
    required = Requirement.objects.open().filter(course_key__in=keys).order_by()
    for row in required.values_list(*ROW, named=True):
        rows[row.course_key].append(row)
    return [
        standing_from(
            each,
            Outline.from_json(outlines[each.course_key]),
            rows[each.course_key],
            done[each.pk],
        )
        for each in rounds
        if each.course_key in outlines
    ]


def rounds_that_count(person: Person) -> list[Enrolment]:
    """Of each course the last round that was not left; one query."""
    mine = Enrolment.objects.of(person).select_related("course_completion").order_by("round")
    return list({each.course_key: each for each in mine if not is_left(each)}.values())


def done_in(person: Person) -> defaultdict[int, dict[UUID, datetime]]:
    """What somebody has completed, and when, in each of their enrolments; one query."""
    done: defaultdict[int, dict[UUID, datetime]] = defaultdict(dict)
    completions = ActivityCompletion.objects.filter(enrolment__person=person)
    for enrolment_id, key, at in completions.values_list("enrolment_id", "activity_key", "at"):
        done[enrolment_id][key] = at
    return done
