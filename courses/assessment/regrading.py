"""A trainer has mended the key of a quiz and has its attempts graded again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from courses.assessment.access import can_regrade
from courses.assessment.attempts import count_pass, grade_attempt
from courses.assessment.grading import grade
from courses.assessment.models import Attempt, Result
from courses.assessment.published import PublishedQuiz, find_quiz
from courses.assessment.questions import AskedOption, AskedQuestion, AskedQuiz, read_questions
from courses.assessment.refusals import QuizWithdrawn
from courses.progress.models import Enrolment
from lms.people import audit
from lms.people.models import Person
from lms.rules import require

READ_AT_ONCE = 500  # attempts, with their questions and answers: a few megabytes


@dataclass(frozen=True)
class Foreseen:
    """What a regrade would do: finished attempts, whose results would change, and people who would pass at last."""

    attempts: int
    changed: tuple[UUID, ...]
    pass_at_last: int


def foresee(quiz_key: UUID) -> Foreseen:
    """Grade every finished attempt by the quiz's present key, and write nothing. Raises `QuizWithdrawn`."""
    current = present_key(find_quiz(quiz_key))
    attempts = 0
    changed: list[UUID] = []
    had_passed: set[int] = set()
    pass_now: set[int] = set()
    for attempt in finished_attempts(quiz_key).iterator(chunk_size=READ_AT_ONCE):
        last = attempt.result
        if last is None:
            continue
        attempts += 1
        said = {answer.question_id: answer.value for answer in attempt.answers.all()}
        graded = grade(by_key_of(attempt.asked, current), said)
        passes = last.passed or graded.reaches(attempt.pass_mark)
        if (graded.shown_points, passes) != (Decimal(last.points), last.passed):
            changed.append(attempt.pk)
        if last.passed:
            had_passed.add(attempt.enrolment_id)
        elif passes:
            pass_now.add(attempt.enrolment_id)
    return Foreseen(attempts, tuple(changed), len(pass_now - had_passed))


def finished_attempts(quiz_key: UUID) -> QuerySet[Attempt]:
    """With their answers and results."""
    return (
        Attempt.objects.filter(quiz_key=quiz_key, finished_at__isnull=False)
        .prefetch_related("answers", "results")
        .order_by("pk")
    )


def regrade_quiz(*, by: Person, quiz_key: UUID) -> int:
    """Grade every finished attempt by the quiz's present key; says how many results changed.

    What was asked and its points stay as they were: only what counts as right is read anew. A pass may be given and
    is never taken. Each attempt is a transaction of its own, so a second run goes on where the first one stopped.
    Raises `NotAllowed` and `QuizWithdrawn`.
    """
    require(can_regrade(by))
    current = present_key(find_quiz(quiz_key))
    changed = sum(
        regrade_attempt(attempt_id=attempt_id, current=current, by=by)
        for attempt_id in foresee(quiz_key).changed
    )
    if changed:
        audit.record(by=by, act="quiz graded again", quiz=str(quiz_key), changed=changed)
    return changed


@transaction.atomic
def regrade_attempt(*, attempt_id: UUID, current: Mapping[str, AskedQuestion], by: Person) -> bool:
    """Add a result by the present key if it differs from the newest one."""
    unlocked = Attempt.objects.get(pk=attempt_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=unlocked.enrolment_id)
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    attempt.enrolment = enrolment
    last = attempt.result
    if last is None:
        return False
    graded = grade_attempt(attempt, by_key_of(attempt.asked, current))
    passed = last.passed or graded.reaches(attempt.pass_mark)
    if (graded.shown_points, passed) == (Decimal(last.points), last.passed):
        return False
    Result.objects.create(
        attempt=attempt,
        n=last.n + 1,
        points=graded.shown_points,
        of=graded.of,
        passed=passed,
        cause=Result.Cause.REGRADE,
        by=by,
    )
    if passed and not last.passed and enrolment.closed_at is None:
        count_pass(attempt, enrolment.person.language)
    return True


def count_what_was_given(enrolment: Enrolment) -> None:
    """Somebody comes back to a course: quizzes that a regrade let them pass meanwhile are completed now.

    Joined to the registry of `courses.progress.enrolment`, and called in its transaction, which holds the lock.
    """
    completed = enrolment.activity_completions.values("activity_key")
    passed = Attempt.objects.filter(enrolment=enrolment, results__passed=True)
    for attempt in passed.exclude(quiz_key__in=completed).distinct().order_by("number"):
        attempt.enrolment = enrolment
        count_pass(attempt, enrolment.person.language)


def present_key(quiz: PublishedQuiz) -> dict[str, AskedQuestion]:
    """The quiz's questions as they are now, by id."""
    return {question.id: question for question in read_questions(quiz.pages, quiz.source)}


def by_present_key(asked: AskedQuiz, quiz_key: UUID) -> AskedQuiz:
    """What was asked, with today's key; with its own if the quiz has gone."""
    try:
        return by_key_of(asked, present_key(find_quiz(quiz_key)))
    except QuizWithdrawn:
        return asked


def by_key_of(asked: AskedQuiz, current: Mapping[str, AskedQuestion]) -> AskedQuiz:
    """What was asked, with the key of today's questions where they still exist in the same kind."""
    return replace(
        asked,
        questions=tuple(
            with_key(question, current[question.id])
            if question.id in current and current[question.id].kind == question.kind
            else question
            for question in asked.questions
        ),
    )


def with_key(question: AskedQuestion, current: AskedQuestion) -> AskedQuestion:
    """The question with what counts as right now; an option that was taken out keeps its old mark."""

    def marked(option: AskedOption) -> AskedOption:
        today = current.option(option.id)
        return replace(option, is_right=today.is_right) if today else option

    return replace(
        question,
        options=tuple(map(marked, question.options)),
        answers=current.answers,
        number=current.number,
        tolerance=current.tolerance,
        units=current.units,
    )
