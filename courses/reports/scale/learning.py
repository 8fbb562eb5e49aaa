"""What invented people learned: enrolments and all that adds up from their activities, by the rules of progress."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from courses.progress.models import (
    ActivityCompletion,
    CourseCompletion,
    Enrolment,
    ModuleCompletion,
    MonthCount,
    Requirement,
)
from courses.reports.scale.bulk import continue_numbering, first_free_key, insert_rows
from courses.reports.scale.people import Learner, Span

FINISHES = 0.7  # of the rounds that somebody begins
LEAVES = 0.1  # of those that are not finished


@dataclass(slots=True)
class ScaleCourse:
    """A published course: its activities in order, and which of them each module and the course require."""

    key: UUID
    activities: list[Requirement] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    modules: dict[UUID, set[UUID]] = field(default_factory=dict)

    def add(self, row: Requirement) -> None:
        self.activities.append(row)
        if row.is_required:
            self.required.append(str(row.activity_key))
            self.modules.setdefault(row.module_key, set()).add(row.activity_key)


@dataclass(frozen=True, slots=True)
class Completed:
    """A course completion, as certificates need it."""

    pk: int
    learner: Learner
    course_key: UUID
    at: datetime
    span: Span | None  # the membership of that moment


def courses_to_learn() -> list[ScaleCourse]:
    """What is published now and binds everybody."""
    found: dict[UUID, ScaleCourse] = {}
    rows = Requirement.objects.open().filter(binds_from=None).order_by("course_key", "position")
    for row in rows:
        found.setdefault(row.course_key, ScaleCourse(row.course_key)).add(row)
    return list(found.values())


class History:
    """Writes so many activity completions of these people in these courses, and all that follows from them."""

    def __init__(
        self, learners: list[Learner], courses: list[ScaleCourse], now: datetime, chance: Random
    ) -> None:
        self.learners = learners
        self.courses = courses
        self.now = now
        self.chance = chance
        self.next_enrolment = first_free_key(Enrolment)
        self.next_activity = first_free_key(ActivityCompletion)
        self.next_count = first_free_key(MonthCount)
        self.months: Counter[tuple[int, UUID, date]] = Counter()
        self.next_module = first_free_key(ModuleCompletion)
        self.next_course = first_free_key(CourseCompletion)
        self.enrolments: list[tuple[Any, ...]] = []
        self.activities: list[tuple[Any, ...]] = []
        self.modules: list[tuple[Any, ...]] = []
        self.completed: list[Completed] = []
        self.course_rows: list[tuple[Any, ...]] = []

    def write(self, count: int) -> list[Completed]:
        """Spread `count` completions over the people; returns the courses that were completed."""
        left = count
        for done, learner in enumerate(self.learners):
            share = left / (len(self.learners) - done)
            wanted = round(share * self.chance.uniform(0.4, 1.6))
            is_last = done + 1 == len(self.learners)
            left -= self._learn(learner, left if is_last else min(wanted, left))
        insert_rows(Enrolment, ENROLMENT_FIELDS, self.enrolments)
        insert_rows(ActivityCompletion, ACTIVITY_FIELDS, self.activities)
        insert_rows(MonthCount, MONTH_FIELDS, self._month_rows())
        insert_rows(ModuleCompletion, MODULE_FIELDS, self.modules)
        insert_rows(CourseCompletion, COURSE_FIELDS, self.course_rows)
        continue_numbering(
            [Enrolment, ActivityCompletion, MonthCount, ModuleCompletion, CourseCompletion]
        )
        return self.completed

    def _month_rows(self) -> Iterator[tuple[Any, ...]]:
        for number, (key, count) in enumerate(self.months.items(), start=self.next_count):
            yield number, *key, count

    def _learn(self, learner: Learner, wanted: int) -> int:
        """One person takes course after course; returns how many activities came out."""
        moments = self._moments(learner, wanted)
        done = 0
        for course in self.chance.sample(self.courses, len(self.courses)):
            if done >= wanted:
                break
            size = len(course.activities)
            if self.chance.random() > FINISHES:
                size = self.chance.randint(0, size - 1)
            size = min(size, wanted - done)
            self._take(learner, course, moments[done : done + size + 1])
            done += size
        return done

    def _moments(self, learner: Learner, count: int) -> list[datetime]:
        """Rising moments between the person's first day and now."""
        span = (self.now - learner.joined_at) * 0.98
        shares = sorted(self.chance.random() for _ in range(count + 1))
        return [learner.joined_at + span * share for share in shares]

    def _take(self, learner: Learner, course: ScaleCourse, moments: list[datetime]) -> None:
        """Begin a course at the first moment, and complete an activity at each of the others."""
        enrolment = self.next_enrolment
        self.next_enrolment += 1
        done: set[UUID] = set()
        open_modules = dict(course.modules)
        for row, at in zip(course.activities, moments[1:], strict=False):
            span = learner.membership_at(at)
            membership = span.membership_id if span else None
            done.add(row.activity_key)
            seconds = self.chance.randint(30, 900) if row.kind == "lesson" else None
            self.activities.append(
                (
                    self.next_activity,
                    enrolment,
                    row.activity_key,
                    at,
                    membership,
                    learner.language,
                    seconds,
                )
            )
            self.next_activity += 1
            if membership:
                self.months[membership, course.key, timezone.localdate(at).replace(day=1)] += 1
            wanted = open_modules.get(row.module_key)
            if wanted and done >= wanted:
                del open_modules[row.module_key]
                self._complete_module(enrolment, row.module_key, wanted, at, membership)
                if not open_modules:
                    self._complete_course(learner, enrolment, course, at, span)
        first, last = moments[0], moments[len(done)]
        required_done = sum(len(keys & done) for keys in course.modules.values())
        percent = 100 * required_done // len(course.required)
        closed_at = last if percent < 100 and self.chance.random() < LEAVES else None
        span = learner.membership_at(first)
        self.enrolments.append(
            (
                enrolment, learner.person_id, course.key, 1, first, closed_at, percent,
                course.activities[len(done) - 1].activity_key if done else None,
                span.membership_id if span else None,
                1, 0,  # waits to be sent to the search engine
            )
        )  # fmt: skip

    def _complete_module(
        self, enrolment: int, key: UUID, counted: set[UUID], at: datetime, membership: int | None
    ) -> None:
        row = (
            self.next_module,
            enrolment,
            key,
            at,
            membership,
            [str(k) for k in counted],
        )
        self.modules.append(row)
        self.next_module += 1

    def _complete_course(
        self,
        learner: Learner,
        enrolment: int,
        course: ScaleCourse,
        at: datetime,
        span: Span | None,
    ) -> None:
        counted = course.required
        membership = span.membership_id if span else None
        self.course_rows.append((self.next_course, enrolment, at, membership, counted))
        self.completed.append(Completed(self.next_course, learner, course.key, at, span))
        self.next_course += 1


ENROLMENT_FIELDS = [
    "id", "person", "course_key", "round", "started_at", "closed_at", "best_percent", "resume_key", "membership",
    "version", "indexed_version",
]  # fmt: skip
ACTIVITY_FIELDS = ["id", "enrolment", "activity_key", "at", "membership", "language", "seconds"]
MONTH_FIELDS = ["id", "membership", "course_key", "month", "activities"]
MODULE_FIELDS = ["id", "enrolment", "module_key", "at", "membership", "counted"]
COURSE_FIELDS = ["id", "enrolment", "at", "membership", "counted"]
