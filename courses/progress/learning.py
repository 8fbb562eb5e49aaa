"""What somebody learns: all their courses, with how far they are in each."""

from collections import defaultdict
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import CharField, IntegerField, OuterRef, Subquery, UUIDField
from django.db.models.functions import Coalesce

from courses.catalogue.models import PublishedCourse
from courses.catalogue.outline import Outline
from courses.progress.models import ActivityCompletion, Enrolment, Requirement
from courses.progress.standing import ROW, Standing, is_left, standing_from
from lms.people.models import Person
from lms.prepared import Prepared, PreparedForMany

ROUNDS = Prepared(
    lambda person: (
        Enrolment.objects.filter(person=person)
        .select_related("course_completion")
        .annotate(
            touched_at=Coalesce(
                Subquery(
                    ActivityCompletion.objects.filter(enrolment=OuterRef("pk"))
                    .order_by("-at")
                    .values("at")[:1]
                ),
                "started_at",
            )
        )
        .order_by("round")
    ),
    person=IntegerField(),
)
DONE_BY = Prepared(
    lambda person: ActivityCompletion.objects.filter(enrolment__person=person).values_list(
        "enrolment_id", "activity_key"
    ),
    person=IntegerField(),
)
OUTLINES: PreparedForMany[Any] = PreparedForMany(
    lambda about, language: (
        PublishedCourse.objects.filter(about, language=language)
        .order_by()
        .values_list("course_key", "outline")
    ),
    "course_key",
    UUIDField(),
    language=CharField(),
)
REQUIRED: PreparedForMany[Any] = PreparedForMany(
    lambda about: Requirement.objects.open().filter(about).order_by().values_list(*ROW, named=True),
    "course_key",
    UUIDField(),
)


def standings_of(person: Person, language: str, most: int | None = None) -> list[Standing]:
    """How far somebody is in their courses, the one touched last first; four queries, however many they are.

    Of each course the last round that was not left. Courses that are not published any more are not there.
    """
    rounds = rounds_that_count(person)
    if not rounds:
        return []
    done = done_in(person)
    rounds.sort(key=attrgetter("touched_at"), reverse=True)
    rounds = rounds[:most]
    keys = [each.course_key for each in rounds]
    outlines = dict(OUTLINES.all(keys, language=language))
    rows: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in REQUIRED.all(keys):
        rows[row.course_key].append(row)
    return [
        standing_from(
            each,
            Outline.from_json(outlines[each.course_key]),
            rows[each.course_key],
            frozenset(done[each.pk]),
        )
        for each in rounds
        if each.course_key in outlines
    ]


def rounds_that_count(person: Person) -> list[Enrolment]:
    """Of each course the last round that was not left, with the moment it was last touched; one query."""
    mine = ROUNDS.all(person=person.pk)
    return list({each.course_key: each for each in mine if not is_left(each)}.values())


def done_in(person: Person) -> defaultdict[int, set[UUID]]:
    """What somebody has completed in each of their enrolments; one query."""
    done: defaultdict[int, set[UUID]] = defaultdict(set)
    for enrolment_id, key in DONE_BY.all(person=person.pk):
        done[enrolment_id].add(key)
    return done
