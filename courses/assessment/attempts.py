"""A learner takes a quiz: starts an attempt, saves answers, hands it in.

Whoever writes to an attempt locks it; what starts, finishes or counts one locks the enrolment before.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format

from courses.assessment.answers import clean_answer
from courses.assessment.grading import Grade, grade
from courses.assessment.models import Answer, Attempt, LateAnswer, QuizPage, Result
from courses.assessment.published import PublishedQuiz, find_quiz
from courses.assessment.questions import AskedQuiz, ask
from courses.assessment.refusals import (
    AttemptsUsedUp,
    NotAnAnswer,
    OlderAnswer,
    QuestionNotAsked,
    WaitBeforeNext,
)
from courses.progress.completion import complete_activity
from courses.progress.enrolment import course_title, locked_enrolment
from courses.progress.models import Enrolment
from courses.progress.refusals import NotEnrolled
from lms import clock
from lms.people.models import Person

MOST_CHANGES = 1_000_000  # of one answer; a larger sequence was not counted by our script


@transaction.atomic
def start_attempt(*, person: Person, quiz_key: UUID, attempt_id: UUID | None = None) -> Attempt:
    """Begin a new attempt, or return the one that is open: twenty presses start one.

    `attempt_id` comes from the form, so that the same form sent again finds its attempt, finished or not.
    Raises `QuizWithdrawn`, `NotEnrolled`, `AttemptsUsedUp`, `WaitBeforeNext`, and `Attempt.DoesNotExist` for an id
    that is another's.
    """
    quiz = find_quiz(quiz_key)
    enrolment = locked_enrolment(person, quiz.course_key)
    attempt_id = attempt_id or uuid4()
    if Attempt.objects.filter(id=attempt_id).exists():
        return Attempt.objects.get(id=attempt_id, enrolment=enrolment, quiz_key=quiz_key)
    attempts = Attempt.objects.filter(enrolment=enrolment, quiz_key=quiz_key)
    is_open = attempts.unfinished().first()
    if is_open is not None and is_open.is_overdue:
        finish(is_open, by=Attempt.FinishedBy.TIME, language=person.language)
        is_open = None
    return is_open or draw_attempt(enrolment, quiz, attempt_id)


def draw_attempt(enrolment: Enrolment, quiz: PublishedQuiz, attempt_id: UUID) -> Attempt:
    """Make the next attempt of the enrolment, which is locked, with its questions as they are now."""
    page = quiz.page
    attempts = Attempt.objects.filter(enrolment=enrolment, quiz_key=page.translation_key)
    so_far = attempts.aggregate(number=Max("number"), ended=Max("finished_at"))
    may_start(page, so_far["number"] or 0, so_far["ended"])
    asked = ask(
        pages=quiz.pages,
        source=quiz.source,
        path=quiz.path,
        seed=str(attempt_id),
        shuffle=page.shuffle,
    )
    started = clock.now()
    days = page.finish_after_days
    return Attempt.objects.create(
        id=attempt_id,
        enrolment=enrolment,
        quiz_key=page.translation_key,
        number=(so_far["number"] or 0) + 1,
        questions=asked.as_json(),
        pass_mark=page.pass_mark,
        max_attempts=page.max_attempts,
        revision_id=page.live_revision_id,
        started_at=started,
        deadline=started + timedelta(days=days) if days else None,
    )


def may_start(page: QuizPage, used: int, last_ended: Any) -> None:
    """Go on only if the quiz allows one more attempt now. Raises `AttemptsUsedUp` or `WaitBeforeNext`.

    Passing ends nothing: a quiz may be taken again, and the best attempt counts.
    """
    if page.max_attempts is not None and used >= page.max_attempts:
        raise AttemptsUsedUp(attempts=page.max_attempts)
    if last_ended is not None:
        opens = page.next_attempt_opens(last_ended)
        if opens > clock.now():
            raise WaitBeforeNext(
                time=date_format(timezone.localtime(opens), "SHORT_DATETIME_FORMAT")
            )


def save_answer(
    *,
    person: Person,
    attempt_id: UUID,
    question_id: str,
    value: Any,
    client_id: UUID | None = None,
    sequence: int | None = None,
) -> Answer | LateAnswer:
    """Keep what somebody answers, in place of what they had answered.

    The same `client_id` again returns what was stored then. A `sequence` that is not above the stored one, with
    another value, raises `OlderAnswer`; none means “whatever is stored”. After the end a `LateAnswer` is kept, and
    never graded. Raises `Attempt.DoesNotExist` for another's attempt, `QuestionNotAsked`, `NotAnAnswer`.
    """
    finish_if_overdue(person=person, attempt_id=attempt_id)
    with transaction.atomic():
        attempt = Attempt.objects.of(person).select_for_update(of=("self",)).get(id=attempt_id)
        question = attempt.asked.find(question_id)
        if question is None:
            raise QuestionNotAsked
        if sequence is not None and not 1 <= sequence <= MOST_CHANGES:
            raise NotAnAnswer
        cleaned = clean_answer(question, value)
        sent_before = find_sent_before(attempt, question_id, client_id)
        if sent_before is not None:
            return sent_before
        if attempt.finished_at is not None:
            return LateAnswer.objects.create(
                attempt=attempt,
                question_id=question_id,
                client_id=client_id or uuid4(),
                value=cleaned,
            )
        stored = attempt.answers.filter(question_id=question_id).first()
        if stored is None:
            stored = Answer(attempt=attempt, question_id=question_id, sequence=0)
        elif sequence is not None and sequence <= stored.sequence:
            if stored.value == cleaned:
                return stored
            raise OlderAnswer(stored, cleaned)
        stored.value = cleaned
        stored.sequence = sequence or stored.sequence + 1
        stored.client_id = client_id or uuid4()
        stored.saved_at = clock.now()
        stored.save()
        return stored


def find_sent_before(
    attempt: Attempt, question_id: str, client_id: UUID | None
) -> Answer | LateAnswer | None:
    """What was stored under that client id. An id that belongs to another answer raises `NotAnAnswer`."""
    if client_id is None:
        return None
    stored = (
        Answer.objects.filter(client_id=client_id).first()
        or LateAnswer.objects.filter(client_id=client_id).first()
    )
    if stored and (stored.attempt_id, stored.question_id) != (attempt.id, question_id):
        raise NotAnAnswer
    return stored


@transaction.atomic
def submit(*, person: Person, attempt_id: UUID, language: str) -> Result:
    """Hand an attempt in and have it graded; a second time returns the same result.

    A pass completes the quiz in the course. Raises `Attempt.DoesNotExist` for another's attempt, and `NotEnrolled`
    if the course was left with the attempt open.
    """
    attempt = lock_attempt(person, attempt_id)
    result = attempt.result
    if result is not None:
        return result
    if attempt.enrolment.closed_at is not None:
        raise NotEnrolled(course=course_title(attempt.enrolment.course_key))
    by = Attempt.FinishedBy.TIME if attempt.is_overdue else Attempt.FinishedBy.PERSON
    return finish(attempt, by=by, language=language)


@transaction.atomic
def finish_if_overdue(*, person: Person, attempt_id: UUID) -> Result | None:
    """Finish the attempt from its saved answers if its time is over, and say with what result.

    Raises `Attempt.DoesNotExist` for another's attempt.
    """
    if not Attempt.objects.of(person).get(id=attempt_id).is_overdue:
        return None
    attempt = lock_attempt(person, attempt_id)
    # Locked now: somebody else may have finished it in between, or its owner left the course.
    if not attempt.is_overdue or attempt.enrolment.closed_at is not None:
        return attempt.result
    return finish(attempt, by=Attempt.FinishedBy.TIME, language=person.language)


def finish_overdue() -> int:
    """Finish every attempt whose time is over, each in a transaction of its own; says how many.

    Those of courses that were left wait with the course: a pass could not be counted there.
    """
    overdue = Attempt.objects.overdue().filter(enrolment__closed_at=None)
    finished = 0
    for attempt in overdue.select_related("enrolment__person").defer("questions").iterator():
        person = attempt.enrolment.person
        finished += bool(finish_if_overdue(person=person, attempt_id=attempt.id))
    return finished


def lock_attempt(person: Person, attempt_id: UUID) -> Attempt:
    """The person's attempt, locked after its enrolment: always in this order, so that nothing waits in a circle."""
    enrolment_id = (
        Attempt.objects.of(person).values_list("enrolment_id", flat=True).get(id=attempt_id)
    )
    enrolment = Enrolment.objects.select_for_update().get(id=enrolment_id)
    attempt = Attempt.objects.select_for_update().get(id=attempt_id)
    attempt.enrolment = enrolment
    return attempt


def finish(attempt: Attempt, *, by: Attempt.FinishedBy, language: str) -> Result:
    """Grade an attempt, which is locked with its enrolment, and count the quiz if it is passed."""
    graded = grade_attempt(attempt)
    attempt.finished_at, attempt.finished_by = clock.now(), by
    attempt.save(update_fields=["finished_at", "finished_by"])
    by_person = by == Attempt.FinishedBy.PERSON
    result = Result.objects.create(
        attempt=attempt,
        points=graded.shown_points,
        of=graded.of,
        passed=graded.reaches(attempt.pass_mark),
        cause=Result.Cause.SUBMITTED if by_person else Result.Cause.TIME,
        by=attempt.enrolment.person if by_person else None,
    )
    if result.passed:
        count_pass(attempt, language)
    return result


def grade_attempt(attempt: Attempt, asked: AskedQuiz | None = None) -> Grade:
    """Grade the saved answers to what was asked, and mark which are wholly right.

    `asked` is what was asked, with another key.
    """
    answers = list(Answer.objects.filter(attempt=attempt))
    graded = grade(asked or attempt.asked, {one.question_id: one.value for one in answers})
    for answer in answers:
        answer.is_right = graded.shares[answer.question_id] == 1
    Answer.objects.bulk_update(answers, ["is_right"])
    return graded


def count_pass(attempt: Attempt, language: str) -> None:
    """Complete the quiz in the course; that it was completed before changes nothing."""
    complete_activity(
        enrolment=attempt.enrolment,
        activity_key=attempt.quiz_key,
        language=language,
        revision_id=attempt.revision_id,
        attempt_id=attempt.id,
    )
