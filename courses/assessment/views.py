"""Taking a quiz: rules, one question a page, check, hand in, result. Every page works without scripts."""

from decimal import Decimal
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from courses.assessment import attempts
from courses.assessment.forms import posted_answer, posted_sequence, posted_uuid
from courses.assessment.grading import grade
from courses.assessment.models import Answer, Attempt, QuizPage, Result
from courses.assessment.queries import QuizStanding, standing_of
from courses.assessment.questions import Value
from courses.assessment.refusals import OlderAnswer
from courses.assessment.regrading import by_present_key
from courses.assessment.showing import answered_numbers, show_outcome, show_question
from courses.catalogue.outline import Outline, OutlineActivity, outline_of
from courses.catalogue.words import minutes_words
from courses.progress import standing as progress
from courses.progress.lesson_view import place_of
from courses.progress.rows import progress_words
from courses.progress.standing import enrolment_of
from lms.people.models import Person
from lms.rules import Refusal


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person


def language() -> str:
    return get_language() or "ru"


def show_quiz(request: HttpRequest, outline: Outline, activity: OutlineActivity) -> HttpResponse:
    """The first page of a quiz: its rules in words, how often it may still be tried, and what was reached so far."""
    page = QuizPage.objects.get(pk=activity.source_id)
    person = request.user if isinstance(request.user, Person) else None
    enrolment = enrolment_of(person, outline.course_key) if person else None
    is_learning = enrolment is not None and enrolment.closed_at is None
    before, after = outline.neighbours(activity.key)
    points = sum(block.value["points"] for block in page.questions)
    context = {
        "outline": outline,
        "activity": activity,
        "place": place_of(outline, activity),
        "page": page,
        "kinds": {block.block_type for block in page.questions},
        "points": points,
        "points_needed": Decimal(points * page.pass_mark) / 100,
        "standing": standing_of(enrolment, page),
        "wait": minutes_words(page.wait_minutes),
        "is_learning": is_learning,
        "attempt_id": uuid4(),
        "quiz_key": activity.key,
        "before": before,
        "after": after,
    }
    return render(request, "assessment/quiz.html", context)


def own_attempt(request: MemberRequest, attempt_id: UUID) -> Attempt:
    """The attempt, if it is this person's. What belongs to another does not exist."""
    mine = Attempt.objects.of(request.user).select_related("enrolment__course_completion")
    return get_object_or_404(mine, pk=attempt_id)


def answers_of(attempt: Attempt) -> dict[str, Answer]:
    return {answer.question_id: answer for answer in attempt.answers.all()}


@login_required
@require_POST
def quiz_start(request: MemberRequest, quiz_key: UUID) -> HttpResponse:
    """Begin an attempt, or go on with the open one."""
    attempt_id = posted_uuid(request.POST.get("attempt")) or uuid4()
    try:
        attempt = attempts.start_attempt(
            person=request.user, quiz_key=quiz_key, attempt_id=attempt_id
        )
    except Attempt.DoesNotExist as error:
        raise Http404 from error
    return redirect("attempt", attempt.pk)


@login_required
@require_GET
@never_cache
def attempt(request: MemberRequest, attempt_id: UUID) -> HttpResponse:
    """To where the attempt is: the first question without an answer, the check, or the result."""
    one = own_attempt(request, attempt_id)
    if is_over(request, one):
        return redirect("attempt_result", one.pk)
    answered = answered_numbers(one.asked, answers_of(one))
    for number in range(1, len(one.asked.questions) + 1):
        if number not in answered:
            return redirect("attempt_question", one.pk, number)
    return redirect("attempt_check", one.pk)


def is_over(request: MemberRequest, one: Attempt) -> bool:
    """Whether the attempt is finished; one whose time is over is finished now."""
    if one.is_overdue:
        return attempts.finish_if_overdue(person=request.user, attempt_id=one.pk) is not None
    return one.finished_at is not None


@login_required
@never_cache
def attempt_question(request: MemberRequest, attempt_id: UUID, number: int) -> HttpResponse:
    """One question; what is answered is saved, then comes the next."""
    one = own_attempt(request, attempt_id)
    if not 1 <= number <= len(one.asked.questions):
        raise Http404
    if request.method == "POST":
        return answer_question(request, one, number)
    if is_over(request, one):
        return redirect("attempt_result", one.pk)
    return show_question_page(request, one, number)


def answer_question(request: MemberRequest, one: Attempt, number: int) -> HttpResponse:
    """Save what the form has and go on, or show the question again with what is wrong."""
    question = one.asked.questions[number - 1]
    value = posted_answer(request, question)
    is_untouched = not value and not Answer.objects.filter(attempt=one, question_id=question.id)
    try:
        if not (is_untouched and one.finished_at is None):
            attempts.save_answer(
                person=request.user,
                attempt_id=one.pk,
                question_id=question.id,
                value=value,
                sequence=posted_sequence(request),
            )
    except OlderAnswer as refusal:
        return show_question_page(request, one, number, refusal, refusal.offered)
    except Refusal as refusal:
        return show_question_page(request, one, number, refusal, value)
    if is_over(request, own_attempt(request, one.pk)):
        return redirect("attempt_result", one.pk)
    if number == len(one.asked.questions) or "check" in request.POST:
        return redirect("attempt_check", one.pk)
    return redirect("attempt_question", one.pk, number + 1)


def show_question_page(
    request: MemberRequest,
    one: Attempt,
    number: int,
    refusal: Refusal | None = None,
    offered: Value | None = None,
) -> HttpResponse:
    """The page of a question; with a refusal, what was offered stays in the form."""
    asked, answers = one.asked, answers_of(one)
    stored = answers.get(asked.questions[number - 1].id)
    context = frame(one) | {
        "question": show_question(asked, number, stored, language(), offered),
        "answered": answered_numbers(asked, answers),
        "refusal": refusal,
        "is_older": isinstance(refusal, OlderAnswer),
        "previous": number - 1,
        "next": number + 1 if number < len(asked.questions) else None,
        "to_check": "check" in request.GET or "check" in request.POST,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "assessment/question.html", context, status=status)


def frame(one: Attempt) -> dict[str, Any]:
    """What every page of an attempt shows around its content, and what is kept for reading it offline."""
    asked, address = one.asked, reverse("attempt", args=[one.pk])
    pages = [f"{address}{number}/" for number in range(1, len(asked.questions) + 1)]
    return {
        "attempt": one,
        "address": address,  # those of its parts follow
        "title": asked.said(asked.title, language()),
        "quiz_address": reverse("catalogue") + asked.path + "/",
        "total": len(asked.questions),
        "is_translated": asked.is_said_in(language()),
        "source_language": asked.source,
        "points": asked.points,
        "points_needed": Decimal(asked.points * one.pass_mark) / 100,
        "pages": [*pages, f"{address}check/"],
    }


@login_required
@require_GET
@never_cache
def attempt_check(request: MemberRequest, attempt_id: UUID) -> HttpResponse:
    """All answers before they are handed in."""
    one = own_attempt(request, attempt_id)
    if is_over(request, one):
        return redirect("attempt_result", one.pk)
    asked, answers = one.asked, answers_of(one)
    context = frame(one) | {
        "questions": [
            show_question(asked, number, answers.get(question.id), language())
            for number, question in enumerate(asked.questions, 1)
        ],
        "without": len(asked.questions) - len(answered_numbers(asked, answers)),
    }
    return render(request, "assessment/check.html", context)


@login_required
@require_POST
def attempt_submit(request: MemberRequest, attempt_id: UUID) -> HttpResponse:
    """Hand the attempt in; a second time leads to the same result."""
    try:
        attempts.submit(person=request.user, attempt_id=attempt_id, language=language())
    except Attempt.DoesNotExist as error:
        raise Http404 from error
    return redirect("attempt_result", attempt_id)


@login_required
@require_GET
@never_cache
def attempt_result(request: MemberRequest, attempt_id: UUID) -> HttpResponse:
    """What the attempt was worth, with explanations, and what to do next."""
    one = own_attempt(request, attempt_id)
    if one.finished_at is None:
        if not is_over(request, one):
            return redirect("attempt_check", one.pk)
        one = own_attempt(request, attempt_id)  # as it was finished now
    standing, result = standing_in(one), one.result
    asked, answers = one.asked, answers_of(one)
    if result and result.cause == Result.Cause.REGRADE:
        asked = by_present_key(asked, one.quiz_key)
    graded = grade(asked, {key: answer.value for key, answer in answers.items()})
    outcomes = [
        show_outcome(
            asked,
            show_question(asked, number, answers.get(question.id), language()),
            graded,
            language(),
            with_right=standing.shows_what_is_right,
        )
        for number, question in enumerate(asked.questions, 1)
    ]
    context = frame(one) | {
        "result": result,
        "standing": standing,
        "onward": onward(one),
        "quiz_key": one.quiz_key,
        "wrong": [outcome for outcome in outcomes if outcome.share < 1],
        "right": [outcome for outcome in outcomes if outcome.share == 1],
        "late": late_answers(one),
        "attempt_id": uuid4(),
    }
    return render(request, "assessment/result.html", context)


def standing_in(one: Attempt) -> QuizStanding:
    """How things stand with the quiz; a quiz that has gone has no attempts left."""
    page = QuizPage.objects.filter(
        translation_key=one.quiz_key, locale__language_code=one.asked.source, live=True
    ).first()
    if page is None:
        page = QuizPage(translation_key=one.quiz_key, max_attempts=one.number)
    return standing_of(one.enrolment, page)


def onward(one: Attempt) -> dict[str, Any]:
    """Where to go after an attempt: what is next in the course, or the completed course itself."""
    outline = outline_of(one.enrolment.course_key, language())
    if outline is None:
        return {}
    standing = progress.standing_of(one.enrolment, outline)
    # What comes after the quiz, if that is still to do; else wherever the learner stopped.
    after = outline.find(one.quiz_key) and outline.neighbours(one.quiz_key)[1]
    is_undone = after is not None and after.key not in standing.done
    return {
        "outline": outline,
        "words": progress_words(standing),
        "is_complete": standing.is_complete,
        "next": after if is_undone else standing.next_activity,
    }


def late_answers(one: Attempt) -> list[dict[str, Any]]:
    """What came after the end, in words."""
    asked = one.asked
    numbers = {question.id: number for number, question in enumerate(asked.questions, 1)}
    return [
        {
            "number": numbers[late.question_id],
            "words": show_question(
                asked,
                numbers[late.question_id],
                Answer(question_id=late.question_id, value=late.value),
                language(),
            ).words,
            "came_at": late.came_at,
        }
        for late in one.late_answers.all()
        if late.question_id in numbers
    ]
