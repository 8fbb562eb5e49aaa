"""A learner starts attempts, answers, and hands in."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from courses.assessment.attempts import finish_overdue, save_answer, start_attempt, submit
from courses.assessment.models import Answer, Attempt, LateAnswer, Result
from courses.assessment.refusals import (
    AttemptsUsedUp,
    NotAnAnswer,
    NotANumber,
    OlderAnswer,
    QuestionNotAsked,
    QuizWithdrawn,
    TooLong,
    WaitBeforeNext,
)
from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol, leave
from courses.progress.models import ActivityCompletion, CourseCompletion
from courses.progress.refusals import NotEnrolled
from lms import clock
from lms.people.models import Person
from tests import make, make_courses
from tests.assessment.answering import RIGHT, WRONG, answer, answer_all
from tests.make_courses import MadeCourse, id_of


def start(person: Person, course: MadeCourse) -> Attempt:
    return start_attempt(person=person, quiz_key=course.quiz.translation_key)


def hand_in(person: Person, attempt: Attempt) -> Result:
    return submit(person=person, attempt_id=attempt.pk, language="ky")


def test_starting_twice_goes_on_with_the_open_attempt(learner: Person, course: MadeCourse) -> None:
    assert start(learner, course) == start(learner, course)
    assert Attempt.objects.count() == 1


def test_the_same_form_sent_again_finds_its_attempt_even_when_finished(
    learner: Person, course: MadeCourse
) -> None:
    form = {"quiz_key": course.quiz.translation_key, "attempt_id": uuid4()}
    attempt = start_attempt(person=learner, **form)
    hand_in(learner, attempt)
    assert start_attempt(person=learner, **form) == attempt
    assert Attempt.objects.count() == 1


def test_an_attempts_id_that_is_anothers_is_not_found(learner: Person, course: MadeCourse) -> None:
    mine = start(learner, course)
    other = make.person()
    enrol(person=other, course_key=course.key)
    with pytest.raises(Attempt.DoesNotExist):
        start_attempt(person=other, quiz_key=course.quiz.translation_key, attempt_id=mine.pk)
    assert Attempt.objects.count() == 1


def test_who_has_not_joined_the_course_starts_nothing(course: MadeCourse) -> None:
    with pytest.raises(NotEnrolled):
        start(make.person(), course)


def test_a_withdrawn_quiz_starts_nothing(learner: Person, course: MadeCourse) -> None:
    course.quiz.unpublish()
    with pytest.raises(QuizWithdrawn):
        start(learner, course)


def test_attempts_are_used_up(learner: Person, course: MadeCourse) -> None:
    for _ in range(2):
        hand_in(learner, start(learner, course))
    with pytest.raises(AttemptsUsedUp, match="2"):
        start(learner, course)
    make_courses.publish_again(course.quiz, max_attempts=3)
    assert start(learner, course).number == 3


def test_between_two_attempts_one_waits(learner: Person, course: MadeCourse) -> None:
    make_courses.publish_again(course.quiz, wait_minutes=30)
    ended = clock.now().replace(second=40)
    with clock.at(ended):
        hand_in(learner, start(learner, course))
    with clock.at(ended + timedelta(minutes=29)), pytest.raises(WaitBeforeNext):
        start(learner, course)
    opens = (ended + timedelta(minutes=30)).replace(second=0, microsecond=0)  # as it is shown
    with clock.at(opens - timedelta(seconds=1)), pytest.raises(WaitBeforeNext):
        start(learner, course)
    with clock.at(opens):
        assert start(learner, course).number == 2


def test_all_right_is_all_points_and_completes_the_quiz(
    learner: Person, course: MadeCourse
) -> None:
    attempt = start(learner, course)
    answer_all(learner, attempt, RIGHT)
    result = hand_in(learner, attempt)
    assert (result.points, result.of, result.passed) == (Decimal(6), 6, True)
    done = ActivityCompletion.objects.get(activity_key=course.quiz.translation_key)
    assert (done.attempt_id, done.language) == (attempt.pk, "ky")
    assert done.revision_id == course.quiz.live_revision_id


def test_the_last_quiz_passed_completes_the_course(learner: Person, course: MadeCourse) -> None:
    lesson = course.lessons[0]
    complete_lesson(
        person=learner, activity_key=lesson.translation_key, language="ru", revision_id=None
    )
    attempt = start(learner, course)
    answer_all(learner, attempt, RIGHT)
    hand_in(learner, attempt)
    assert CourseCompletion.objects.filter(enrolment__person=learner).count() == 1


def test_too_few_points_complete_nothing(learner: Person, course: MadeCourse) -> None:
    attempt = start(learner, course)
    answer_all(learner, attempt, RIGHT | {id_of("multiple"): WRONG[id_of("multiple")]})
    result = hand_in(learner, attempt)
    assert (result.points, result.passed) == (Decimal(4), False)
    assert not ActivityCompletion.objects.exists()


def test_handing_in_twice_is_once(learner: Person, course: MadeCourse) -> None:
    attempt = start(learner, course)
    answer_all(learner, attempt, RIGHT)
    assert hand_in(learner, attempt) == hand_in(learner, attempt)
    assert Result.objects.count() == ActivityCompletion.objects.count() == 1


def test_a_retaken_quiz_can_only_better_the_score(learner: Person, course: MadeCourse) -> None:
    first = start(learner, course)
    answer_all(learner, first, RIGHT)
    hand_in(learner, first)
    again = start(learner, course)
    answer_all(learner, again, WRONG)
    assert not hand_in(learner, again).passed
    done = ActivityCompletion.objects.get()
    assert done.attempt_id == first.pk


def test_an_answer_can_be_changed_until_the_end(learner: Person, course: MadeCourse) -> None:
    attempt = start(learner, course)
    answer(learner, attempt, "short", "сход")
    changed = answer(learner, attempt, "short", " Кенеш ")
    assert (changed.value, changed.sequence) == ("Кенеш", 2)
    assert Answer.objects.count() == 1


def test_what_a_phone_sends_again_is_stored_once(learner: Person, course: MadeCourse) -> None:
    attempt, client = start(learner, course), uuid4()
    first = answer(learner, attempt, "short", "кенеш", client_id=client, sequence=1)
    again = answer(learner, attempt, "short", "сход", client_id=client, sequence=1)
    assert again == first
    assert Answer.objects.get().value == "кенеш"


def test_an_older_answer_is_refused_with_both_shown(learner: Person, course: MadeCourse) -> None:
    attempt = start(learner, course)
    answer(learner, attempt, "short", "кенеш", sequence=2)
    with pytest.raises(OlderAnswer) as refusal:
        answer(learner, attempt, "short", "сход", sequence=1)
    assert (refusal.value.stored.value, refusal.value.offered) == ("кенеш", "сход")
    assert Answer.objects.get().value == "кенеш"


def test_an_older_answer_that_says_the_same_is_no_conflict(
    learner: Person, course: MadeCourse
) -> None:
    attempt = start(learner, course)
    stored = answer(learner, attempt, "short", "кенеш", sequence=2)
    assert answer(learner, attempt, "short", "кенеш", sequence=1) == stored


def test_an_answer_after_the_end_is_kept_and_not_graded(
    learner: Person, course: MadeCourse
) -> None:
    attempt, client = start(learner, course), uuid4()
    hand_in(learner, attempt)
    late = answer(learner, attempt, "short", "кенеш", client_id=client)
    assert isinstance(late, LateAnswer)
    assert answer(learner, attempt, "short", "кенеш", client_id=client) == late
    assert not Answer.objects.exists()
    assert Result.objects.get().points == 0


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("single", [id_of("multiple", "зола")], NotAnAnswer),
        ("single", [id_of("single", "да"), id_of("single", "нет")], NotAnAnswer),
        ("single", "да", NotAnAnswer),
        ("single", [1], NotAnAnswer),
        ("single", None, NotAnAnswer),
        ("statement", ["maybe"], NotAnAnswer),
        ("multiple", {"a": 1}, NotAnAnswer),
        ("short", ["кенеш"], NotAnAnswer),
        ("short", 123, NotAnAnswer),
        ("short", "к" * 201, TooLong),
        ("short", "к" * 10_000_000, TooLong),
        ("number", "сорок восемь", NotANumber),
        ("number", "1" * 41, TooLong),
        ("number", "1e9", NotANumber),
    ],
)
def test_what_cannot_be_an_answer_changes_nothing(
    learner: Person, course: MadeCourse, name: str, value: object, refusal: type[Exception]
) -> None:
    attempt = start(learner, course)
    with pytest.raises(refusal):
        answer(learner, attempt, name, value)
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "text", ["🙂 кеңеш", "\u202eкенеш", "=cmd()", "<script>alert(1)</script>", "ж" * 200, "a\x00b"]
)
def test_any_text_can_be_an_answer(learner: Person, course: MadeCourse, text: str) -> None:
    attempt = start(learner, course)
    answer(learner, attempt, "short", text)
    assert Answer.objects.get().value == text.replace("\x00", " ")
    hand_in(learner, attempt)


def test_a_lone_surrogate_can_be_stored_nowhere_and_is_left_out(
    learner: Person, course: MadeCourse
) -> None:
    attempt = start(learner, course)
    answer(learner, attempt, "short", "ке\ud800неш")
    assert Answer.objects.get().value == "ке неш"


def test_a_question_of_another_quiz_is_refused(learner: Person, course: MadeCourse) -> None:
    attempt = start(learner, course)
    with pytest.raises(QuestionNotAsked):
        answer(learner, attempt, "nowhere", "кенеш")


def test_anothers_attempt_does_not_exist(learner: Person, course: MadeCourse) -> None:
    attempt = start(learner, course)
    with pytest.raises(Attempt.DoesNotExist):
        answer(make.person(), attempt, "short", "кенеш")
    with pytest.raises(Attempt.DoesNotExist):
        submit(person=make.person(), attempt_id=attempt.pk, language="ru")


def test_the_client_id_of_another_answer_is_refused(learner: Person, course: MadeCourse) -> None:
    attempt, client = start(learner, course), uuid4()
    answer(learner, attempt, "short", "кенеш", client_id=client)
    with pytest.raises(NotAnAnswer):
        answer(learner, attempt, "number", "48", client_id=client)


@pytest.mark.parametrize("sequence", [0, -1, 1_000_001, 2**40])
def test_a_sequence_that_no_script_of_ours_counts_is_refused(
    learner: Person, course: MadeCourse, sequence: int
) -> None:
    attempt = start(learner, course)
    with pytest.raises(NotAnAnswer):
        answer(learner, attempt, "short", "кенеш", sequence=sequence)


def test_an_answer_taken_back_counts_as_none(learner: Person, course: MadeCourse) -> None:
    attempt = start(learner, course)
    answer_all(learner, attempt, RIGHT)
    answer(learner, attempt, "multiple", [])
    assert hand_in(learner, attempt).points == 4


def test_an_attempt_left_open_is_finished_from_its_answers(
    learner: Person, course: MadeCourse
) -> None:
    make_courses.publish_again(course.quiz, finish_after_days=3)
    attempt = start(learner, course)
    answer_all(learner, attempt, RIGHT)
    assert finish_overdue() == 0
    with clock.at(attempt.started_at + timedelta(days=3)):
        assert finish_overdue() == 1
        assert finish_overdue() == 0
    attempt.refresh_from_db()
    assert attempt.finished_by == Attempt.FinishedBy.TIME
    assert Result.objects.get().passed
    assert ActivityCompletion.objects.count() == 1


def test_an_answer_after_the_time_is_late_also_before_the_sweep(
    learner: Person, course: MadeCourse
) -> None:
    make_courses.publish_again(course.quiz, finish_after_days=3)
    attempt = start(learner, course)
    with clock.at(attempt.started_at + timedelta(days=4)):
        assert isinstance(answer(learner, attempt, "short", "кенеш"), LateAnswer)
        assert Result.objects.get().cause == Result.Cause.TIME
        assert start(learner, course).number == 2


def test_an_overdue_attempt_gives_way_to_the_next(learner: Person, course: MadeCourse) -> None:
    make_courses.publish_again(course.quiz, finish_after_days=1)
    first = start(learner, course)
    with clock.at(first.started_at + timedelta(days=2)):
        assert start(learner, course).number == 2
    assert Result.objects.get().attempt == first


def test_the_attempt_of_a_course_that_was_left_waits_with_it(
    learner: Person, course: MadeCourse
) -> None:
    make_courses.publish_again(course.quiz, finish_after_days=1)
    attempt = start(learner, course)
    answer_all(learner, attempt, RIGHT)
    leave(person=learner, course_key=course.key)
    with pytest.raises(NotEnrolled):
        hand_in(learner, attempt)
    with clock.at(attempt.started_at + timedelta(days=2)):
        assert finish_overdue() == 0
        enrol(person=learner, course_key=course.key)
        assert finish_overdue() == 1
    assert ActivityCompletion.objects.count() == 1


def test_an_attempt_keeps_what_it_asked(learner: Person, course: MadeCourse) -> None:
    attempt = start(learner, course)
    make_courses.publish_again(course.quiz, questions=[make_courses.short("new")], pass_mark=100)
    answer_all(learner, attempt, RIGHT)
    assert hand_in(learner, attempt).points == 6


def test_a_script_makes_its_attempt_only_once(learner: Person, course: MadeCourse) -> None:
    """Saved with the id of a form whose attempt has never been started: there is nothing to answer."""
    with pytest.raises(Attempt.DoesNotExist):
        save_answer(person=learner, attempt_id=uuid4(), question_id=id_of("short"), value="кенеш")
