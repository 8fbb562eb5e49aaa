"""A learner completes a lesson; with the last one the module, and with the last of those the course."""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.progress.enrolment import locked_enrolment
from courses.progress.models import (
    ActivityCompletion,
    CourseCompletion,
    Enrolment,
    ModuleCompletion,
    MonthCount,
    Requirement,
)
from courses.progress.records import tell_that_records_changed
from courses.progress.refusals import NotPublished
from courses.progress.requirements import binding_on
from lms.people.models import Membership, Person

# Rooms above join here; called inside the transaction that completes the course.
on_course_completed: list[Callable[[CourseCompletion], None]] = []


@transaction.atomic
def complete_lesson(
    *,
    person: Person,
    activity_key: UUID,
    language: str,
    revision_id: int | None,
    seconds: int | None = None,
) -> ActivityCompletion:
    """Record that the learner pressed the lesson's button; twice is once.

    `seconds` passed between opening and pressing; they are for the trainer and lock nothing.
    Raises `NotPublished` or `NotEnrolled`.
    """
    requirement = (
        Requirement.objects.open().filter(activity_key=activity_key, kind="lesson").first()
    )
    if requirement is None:
        raise NotPublished
    enrolment = locked_enrolment(person, requirement.course_key)
    completion, _ = complete_activity(
        enrolment=enrolment,
        activity_key=activity_key,
        language=language,
        revision_id=revision_id,
        seconds=seconds,
    )
    return completion


def complete_activity(
    *,
    enrolment: Enrolment,
    activity_key: UUID,
    language: str,
    revision_id: int | None,
    attempt_id: UUID | None = None,
    seconds: int | None = None,
) -> tuple[ActivityCompletion, bool]:
    """Record an activity of any kind, and add up; the caller holds the enrolment's lock.

    The record keeps the content, not the page, and the membership of this moment.
    Returns the record, and whether it is new.
    """
    membership = Membership.objects.open().filter(person_id=enrolment.person_id).first()
    completion, is_first = ActivityCompletion.objects.get_or_create(
        enrolment=enrolment,
        activity_key=activity_key,
        defaults={
            "membership": membership,
            "language": language,
            "revision_id": revision_id,
            "attempt_id": attempt_id,
            "seconds": seconds,
        },
    )
    if is_first:
        count_in_its_month(completion, enrolment.course_key)
        complete_what_is_done(enrolment, membership)
    return completion, is_first


def count_in_its_month(completion: ActivityCompletion, course_key: UUID) -> None:
    """Add a completion to the count of its month; without a membership it counts nowhere."""
    if completion.membership_id is None:
        return
    count, _ = MonthCount.objects.get_or_create(
        membership_id=completion.membership_id,
        course_key=course_key,
        month=timezone.localdate(completion.at).replace(day=1),
    )
    MonthCount.objects.filter(pk=count.pk).update(activities=F("activities") + 1)


def complete_what_is_done(enrolment: Enrolment, membership: Membership | None) -> None:
    """Complete every module and the course that lack nothing now, and raise the percentage.

    A module without required activities is never complete, nor is a course.
    """
    required = binding_on(enrolment)
    done = set(enrolment.activity_completions.values_list("activity_key", flat=True))
    _raise_percent(enrolment, required, done)
    complete = set(enrolment.module_completions.values_list("module_key", flat=True))
    by_module: dict[UUID, list[UUID]] = {}
    for row in required:
        by_module.setdefault(row.module_key, []).append(row.activity_key)
    for module_key, activity_keys in by_module.items():
        if module_key not in complete and done.issuperset(activity_keys):
            ModuleCompletion.objects.get_or_create(
                enrolment=enrolment,
                module_key=module_key,
                defaults={"membership": membership, "counted": [str(key) for key in activity_keys]},
            )
    if required and all(row.activity_key in done for row in required):
        course, is_first = CourseCompletion.objects.get_or_create(
            enrolment=enrolment,
            defaults={
                "membership": membership,
                "counted": [str(row.activity_key) for row in required],
            },
        )
        if is_first:
            for tell in on_course_completed:
                tell(course)


def _raise_percent(enrolment: Enrolment, required: list[Requirement], done: set[UUID]) -> None:
    """The shown percentage only ever rises; the version of the round rises with whatever was done."""
    enrolment.best_percent = max(enrolment.best_percent, percent_of(required, done))
    Enrolment.objects.filter(pk=enrolment.pk).update(
        best_percent=enrolment.best_percent, version=F("version") + 1
    )
    tell_that_records_changed()


def percent_of(required: list[Requirement], done: Collection[UUID]) -> int:
    """Whole per cent of the required activities that are done, rounded down: 100 means all."""
    if not required:
        return 0
    return 100 * sum(row.activity_key in done for row in required) // len(required)


def catch_up(course_key: UUID) -> int:
    """Complete everybody who now lacks nothing, after a requirement has ended. Returns how many were looked at.

    Each enrolment has its own transaction, so that a crash half-way loses nothing and a rerun finishes.
    """
    waiting = Enrolment.objects.open().filter(course_key=course_key, course_completion=None)
    keys = list(waiting.values_list("pk", flat=True))
    for pk in keys:
        with transaction.atomic():
            complete_what_lacks_nothing(Enrolment.objects.select_for_update().get(pk=pk))
    return len(keys)


def complete_what_lacks_nothing(enrolment: Enrolment) -> None:
    """Add up what is done, with nothing new; the caller holds the enrolment's lock.

    Joined to the registry of `courses.progress.enrolment` too: a requirement may have ended while somebody was away.
    """
    membership = Membership.objects.open().filter(person_id=enrolment.person_id).first()
    complete_what_is_done(enrolment, membership)
