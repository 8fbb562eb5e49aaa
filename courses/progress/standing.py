"""How far somebody is in a course, in the words and numbers that pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import IntegerField, UUIDField

from courses.catalogue.outline import Outline, OutlineActivity
from courses.progress.completion import percent_of
from courses.progress.models import ActivityCompletion, CourseCompletion, Enrolment, Requirement
from courses.progress.requirements import binding
from lms.people.models import Person
from lms.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Standing:
    """What is done, required, left and new. Without an enrolment everything is still to do."""

    outline: Outline
    enrolment: Enrolment | None
    done: frozenset[UUID] = frozenset()
    required: frozenset[UUID] = frozenset()
    new: frozenset[UUID] = frozenset()  # published since this round began, and not done
    percent: int = 0
    completion: CourseCompletion | None = None

    @property
    def is_complete(self) -> bool:
        return self.completion is not None

    @property
    def required_done(self) -> int:
        return sum(key in self.done for key in self.required)

    @property
    def left(self) -> list[OutlineActivity]:
        """The required activities that are still to do, in order."""
        return [
            each
            for each in self.outline.activities()
            if each.key in self.required and each.key not in self.done
        ]

    @property
    def minutes_left(self) -> int:
        return sum(each.minutes for each in self.left)

    @property
    def next_activity(self) -> OutlineActivity | None:
        """Where to go on: what was open last if it is not done, else the first that is left, else anything undone."""
        if self.enrolment and self.enrolment.resume_key:
            last = self.outline.find(self.enrolment.resume_key)
            if last and last.key not in self.done:
                return last
        if self.left:
            return self.left[0]
        undone = (each for each in self.outline.activities() if each.key not in self.done)
        return next(undone, None)


# What of a requirement says whom it binds: plain rows, for pages that read many.
ROW = ("course_key", "activity_key", "is_required", "binds_from", "first_at")

LAST_ROUND = Prepared(
    lambda person, course: (
        Enrolment.objects.filter(person=person, course_key=course)
        .select_related("course_completion")
        .order_by("-round")[:1]
    ),
    person=IntegerField(),
    course=UUIDField(),
)
OPEN_REQUIREMENTS = Prepared(
    lambda course: (
        Requirement.objects.open().filter(course_key=course).values_list(*ROW, named=True)
    ),
    course=UUIDField(),
)
DONE = Prepared(
    lambda enrolment: ActivityCompletion.objects.filter(enrolment=enrolment).values_list(
        "activity_key", flat=True
    ),
    enrolment=IntegerField(),
)


def enrolment_of(person: Person, course_key: UUID) -> Enrolment | None:
    """The open round, else the last one that was completed."""
    return LAST_ROUND.first(person=person.pk, course=course_key)


def standing_of(enrolment: Enrolment | None, outline: Outline) -> Standing:
    """How far the enrolment is, in two queries; a left enrolment counts as none."""
    rows = OPEN_REQUIREMENTS.all(course=outline.course_key)
    if enrolment is None or is_left(enrolment):
        required = frozenset(row.activity_key for row in rows if row.is_required)
        return Standing(outline=outline, enrolment=None, required=required)
    done = frozenset(DONE.all(enrolment=enrolment.pk))
    return standing_from(enrolment, outline, rows, done)


def is_left(enrolment: Enrolment) -> bool:
    """Whether the round was closed before it was completed; its completion is read with it."""
    return enrolment.closed_at is not None and completion_of(enrolment) is None


def completion_of(enrolment: Enrolment) -> CourseCompletion | None:
    """The round's completion, if it has one; no query where it was read with the enrolment."""
    return getattr(enrolment, "course_completion", None)


def standing_from(
    enrolment: Enrolment,
    outline: Outline,
    rows: Iterable[Requirement],
    done: frozenset[UUID],
) -> Standing:
    """How far an enrolment is, from what was read: the open requirements of its course, and what is done."""
    rows = list(rows)
    bound = binding(enrolment, rows)
    completion = completion_of(enrolment)
    percent = 100 if completion else max(enrolment.best_percent, percent_of(bound, done))
    return Standing(
        outline=outline,
        enrolment=enrolment,
        done=done,
        required=frozenset(row.activity_key for row in bound),
        new=frozenset(
            row.activity_key
            for row in rows
            if row.first_at > enrolment.started_at and row.activity_key not in done
        ),
        percent=percent,
        completion=completion,
    )
