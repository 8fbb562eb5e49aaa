"""Reads: how somebody stands with a quiz, and how all stand with the quizzes of a course."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from courses.assessment.models import Answer, Attempt, QuizPage, Result
from courses.assessment.questions import Said
from courses.progress.models import CourseCompletion, Enrolment
from lms import clock

MOST_MISSED = 5  # questions shown for a course: what a trainer can look into at once


@dataclass(frozen=True)
class QuizStanding:
    """How somebody stands with a quiz in one round of its course."""

    open_attempt: Attempt | None = None
    finished: tuple[Attempt, ...] = ()
    max_attempts: int | None = None
    opens_at: datetime | None = None  # until then the next attempt waits

    @property
    def used(self) -> int:
        return len(self.finished) + (self.open_attempt is not None)

    @property
    def left(self) -> int | None:
        """Attempts that can still be started; none if there is no limit."""
        return None if self.max_attempts is None else max(0, self.max_attempts - self.used)

    @property
    def is_used_up(self) -> bool:
        return self.left == 0 and self.open_attempt is None

    @property
    def best(self) -> Result | None:
        """The result that counts: a pass before points, then the more points the better."""
        results = [attempt.result for attempt in self.finished if attempt.result]
        return max(
            results, key=lambda one: (one.passed, Decimal(one.points) / (one.of or 1)), default=None
        )

    @property
    def is_passed(self) -> bool:
        return self.best is not None and self.best.passed

    @property
    def shows_what_is_right(self) -> bool:
        """Only when nothing can be gained by it any more."""
        return self.is_passed or self.is_used_up


def standing_of(enrolment: Enrolment | None, page: QuizPage) -> QuizStanding:
    """How the enrolment stands with the quiz, by the rules of its source page. Two queries."""
    if enrolment is None:
        return QuizStanding(max_attempts=page.max_attempts)
    attempts = list(
        Attempt.objects.filter(enrolment=enrolment, quiz_key=page.translation_key)
        .defer("questions")
        .prefetch_related("results")
        .order_by("number")
    )
    finished = tuple(attempt for attempt in attempts if attempt.finished_at is not None)
    ended = max((one.finished_at for one in finished if one.finished_at), default=None)
    opens_at = page.next_attempt_opens(ended) if ended else None
    return QuizStanding(
        open_attempt=next((one for one in attempts if one.finished_at is None), None),
        finished=finished,
        max_attempts=page.max_attempts,
        opens_at=opens_at if opens_at and opens_at > clock.now() else None,
    )


@dataclass(frozen=True)
class MissedQuestion:
    """A question, and how many of its graded answers were not wholly right."""

    quiz_key: UUID
    question_id: str
    text: Said
    answered: int
    wrong: int

    @property
    def percent(self) -> int:
        return round(100 * self.wrong / self.answered)


@dataclass(frozen=True)
class CourseNumbers:
    """People (not rounds) who started and finished a course, who failed a quiz and have not passed it since, and
    the questions that are answered wrongly most often."""

    course_key: UUID
    started: int = 0
    finished: int = 0
    failed: int = 0
    missed: tuple[MissedQuestion, ...] = field(default=())


def course_numbers(course_keys: Collection[UUID], language: str) -> dict[UUID, CourseNumbers]:
    """The trainer's numbers of each course; four queries and one for the questions' texts, however many courses."""
    started = count_people(Enrolment.objects.filter(course_key__in=course_keys), "course_key")
    finished = count_people(
        CourseCompletion.objects.filter(enrolment__course_key__in=course_keys),
        "enrolment__course_key",
        person="enrolment__person",
    )
    failed = count_people(
        failed_attempts().filter(enrolment__course_key__in=course_keys),
        "enrolment__course_key",
        person="enrolment__person",
    )
    missed = missed_questions(course_keys, language)
    return {
        key: CourseNumbers(
            course_key=key,
            started=started.get(key, 0),
            finished=finished.get(key, 0),
            failed=failed.get(key, 0),
            missed=missed.get(key, ()),
        )
        for key in course_keys
    }


def count_people(rows: QuerySet[Any], by: str, *, person: str = "person") -> dict[UUID, int]:
    """How many different people the rows are about, by course."""
    counted = rows.order_by().values(by).annotate(people=Count(person, distinct=True))
    return dict(counted.values_list(by, "people"))


def failed_attempts() -> QuerySet[Attempt]:
    """Finished attempts at quizzes that their owner has not passed in the same round."""
    passed = Result.objects.filter(
        attempt__enrolment=OuterRef("enrolment"),
        attempt__quiz_key=OuterRef("quiz_key"),
        passed=True,
    )
    return Attempt.objects.filter(~Exists(passed), finished_at__isnull=False)


def missed_questions(
    course_keys: Collection[UUID], language: str
) -> dict[UUID, tuple[MissedQuestion, ...]]:
    """For each course the questions most often answered wrongly, worst first, in the trainer's words."""
    rows = (
        Answer.objects.filter(
            attempt__enrolment__course_key__in=course_keys, is_right__isnull=False
        )
        .values("attempt__enrolment__course_key", "attempt__quiz_key", "question_id")
        .annotate(answered=Count("pk"), wrong=Count("pk", filter=Q(is_right=False)))
        .filter(wrong__gt=0)
        .order_by()
    )
    by_course: dict[UUID, list[tuple[UUID, str, int, int]]] = {}
    for row in rows:
        by_course.setdefault(row["attempt__enrolment__course_key"], []).append(
            (row["attempt__quiz_key"], row["question_id"], row["answered"], row["wrong"])
        )
    texts = question_texts({quiz for ones in by_course.values() for quiz, *_ in ones}, language)
    return {
        course: tuple(
            MissedQuestion(quiz, question, texts[quiz, question], answered, wrong)
            # Share first, then number, so that one unlucky answer of one does not lead.
            for quiz, question, answered, wrong in sorted(
                ones, key=lambda one: (one[3] / (one[2] + 2), one[3]), reverse=True
            )
            if (quiz, question) in texts
        )[:MOST_MISSED]
        for course, ones in by_course.items()
    }


def question_texts(quiz_keys: Collection[UUID], language: str) -> Mapping[tuple[UUID, str], Said]:
    """The present words of the quizzes' questions, in the language or else another that there is."""
    texts: dict[tuple[UUID, str], Said] = {}
    pages = QuizPage.objects.live().filter(translation_key__in=quiz_keys).select_related("locale")
    # The wanted language last, so that its words stand.
    for page in sorted(pages, key=lambda one: one.locale.language_code == language):
        for block in page.questions:
            code = page.locale.language_code
            texts[page.translation_key, block.id] = Said(block.value["text"], code)
    return texts
