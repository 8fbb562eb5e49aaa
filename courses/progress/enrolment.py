"""A learner joins a course, leaves it, and takes it again when a certificate runs out."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation

from courses.catalogue.outline import Outline, outline_of
from courses.progress.models import CourseCompletion, Enrolment
from courses.progress.records import tell_that_records_changed, touch_records
from courses.progress.refusals import (
    AlreadyLearning,
    NotEnrolled,
    NotPublished,
    PrerequisiteMissing,
)
from lms import clock
from lms.people.models import Membership, Person

# Rooms above join here; called inside the transaction in which somebody comes back to a round that they had left.
on_rejoined: list[Callable[[Enrolment], None]] = []


def enrol(*, person: Person, course_key: UUID) -> Enrolment:
    """Join a course, or come back to the round that was left unfinished; twice is once.

    Raises `NotPublished`, or `PrerequisiteMissing` where the trainer made a course wait for another.
    """
    outline = outline_of(course_key, translation.get_language() or "ru")
    if outline is None:
        raise NotPublished
    _require_prerequisites(person, outline)
    try:
        return _join(person, course_key)
    except IntegrityError:
        # Two presses at once: the other made it.
        return Enrolment.objects.open().get(person=person, course_key=course_key)


@transaction.atomic
def _join(person: Person, course_key: UUID) -> Enrolment:
    rounds = Enrolment.objects.of(person).filter(course_key=course_key)
    last = rounds.order_by("-round").select_for_update().first()
    if last is None:
        tell_that_records_changed()
        return Enrolment.objects.create(
            person=person, course_key=course_key, membership=_membership(person)
        )
    if last.closed_at is not None and not CourseCompletion.objects.filter(enrolment=last).exists():
        last.closed_at = None
        last.save(update_fields=["closed_at"])
        touch_records(Enrolment.objects.filter(pk=last.pk))
        for count in on_rejoined:
            count(last)
    return last


def _require_prerequisites(person: Person, outline: Outline) -> None:
    blocking = [each for each in outline.prerequisites if each.blocks]
    if not blocking:
        return
    done = set(
        CourseCompletion.objects.filter(
            enrolment__person=person,
            enrolment__course_key__in=[each.course_key for each in blocking],
        ).values_list("enrolment__course_key", flat=True)
    )
    for each in blocking:
        if each.course_key not in done:
            raise PrerequisiteMissing(course=each.title)


def locked_enrolment(person: Person, course_key: UUID) -> Enrolment:
    """The open enrolment, locked until the transaction ends. Raises `NotEnrolled`."""
    enrolment = (
        Enrolment.objects.open()
        .of(person)
        .filter(course_key=course_key)
        .select_for_update()
        .first()
    )
    if enrolment is None:
        raise NotEnrolled(course=course_title(course_key))
    return enrolment


@transaction.atomic
def leave(*, person: Person, course_key: UUID) -> None:
    """Close the enrolment; all rows stay, and joining again goes on from them. Raises `NotEnrolled`."""
    enrolment = locked_enrolment(person, course_key)
    enrolment.closed_at = clock.now()
    enrolment.save(update_fields=["closed_at"])
    touch_records(Enrolment.objects.filter(pk=enrolment.pk))


@transaction.atomic
def open_next_round(*, person: Person, course_key: UUID) -> Enrolment:
    """Take a completed course again, from nothing; who calls has checked that it is time. Raises `AlreadyLearning`."""
    last = (
        Enrolment.objects.of(person)
        .filter(course_key=course_key)
        .order_by("-round")
        .select_for_update()
        .first()
    )
    if last is None or not CourseCompletion.objects.filter(enrolment=last).exists():
        raise AlreadyLearning
    if last.closed_at is None:
        last.closed_at = clock.now()
        last.save(update_fields=["closed_at"])
        touch_records(Enrolment.objects.filter(pk=last.pk))
    tell_that_records_changed()
    return Enrolment.objects.create(
        person=person,
        course_key=course_key,
        round=last.round + 1,
        membership=_membership(person),
    )


def _membership(person: Person) -> Membership | None:
    return Membership.objects.open().filter(person=person).first()


def course_title(course_key: UUID) -> str:
    """What the course is called in the language that is active, for a sentence."""
    outline = outline_of(course_key, translation.get_language() or "ru")
    return outline.title if outline else "…"


def how_many_learn(course_key: UUID) -> int:
    """How many people are learning the course now: a change of it touches them."""
    return Enrolment.objects.open().filter(course_key=course_key, course_completion=None).count()
