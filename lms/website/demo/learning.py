"""What the people of the demonstration have learnt, each step made by the use case that makes the real one."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation

from courses.assessment.attempts import save_answer, start_attempt, submit
from courses.assessment.refusals import AttemptsUsedUp, WaitBeforeNext
from courses.catalogue.outline import Outline, OutlineActivity, outline_of
from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol
from courses.progress.models import Enrolment
from lms import clock
from lms.people.models import Person
from lms.website.demo.people import everybody, find
from lms.website.demo.streams import key

# Share of a course that somebody has behind them, for ten people in turn.
PROFILES = [0.0, 1.0, 0.15, 0.3, 0.0, 0.15, 0.6, 0.0, 0.3, 0.0]


def seed_learning(day: datetime) -> None:
    """Enrolments, lessons, quizzes and certificates of everybody; who has any stays as they are."""
    learning = set(Enrolment.objects.values_list("person", flat=True))
    for number, each in enumerate(everybody()):
        person = find(each)
        if person is None or person.pk in learning:
            continue
        chance = random.Random(each.key)  # noqa: S311  the same story every time
        with transaction.atomic():
            for name, share in _plan(each.address, number, chance):
                begins = day - timedelta(days=chance.randint(5, 160), hours=chance.randint(1, 9))
                _take(person, key(name), share, begins, day, chance)


def _plan(address: str, number: int, chance: random.Random) -> list[tuple[str, float]]:
    """Which courses, and how much of each. The fixed learner has one behind them, and is in the middle of another."""
    if address == "learner@demo.kg":
        return [("hearings", 1.0), ("waste", 0.45)]
    share = PROFILES[number % len(PROFILES)]
    names = chance.sample(["waste", "hearings", "feedback"], k=2)
    if share == 0.0:
        return []
    if share == 1.0 and number % 3 == 0:
        return [(names[0], 1.0), (names[1], chance.choice([0.2, 0.4]))]
    return [(names[0], share)]


def _take(  # noqa: PLR0917  a person, a course, and its moments
    person: Person,
    course_key: UUID,
    share: float,
    begins: datetime,
    day: datetime,
    chance: random.Random,
) -> None:
    outline = outline_of(course_key, person.language)
    if outline is None:
        return
    activities = list(outline.activities())
    ability = chance.uniform(0.6, 0.98)
    with translation.override(person.language), clock.at(begins):
        enrol(person=person, course_key=course_key)
    moment = begins
    for activity in activities[: round(share * len(activities))]:
        moment = min(moment + timedelta(hours=chance.randint(2, 60)), day - timedelta(minutes=5))
        with translation.override(person.language), clock.at(moment):
            if not _do(person, outline, activity, ability, chance):
                return


def _do(
    person: Person,
    outline: Outline,
    activity: OutlineActivity,
    ability: float,
    chance: random.Random,
) -> bool:
    """One activity; false when somebody failed a quiz and left it there."""
    if activity.kind == "lesson":
        complete_lesson(
            person=person,
            activity_key=activity.key,
            language=activity.language,
            revision_id=activity.revision_id,
            seconds=round(activity.minutes * 60 * chance.uniform(0.3, 1.6)),
        )
        return True
    while True:
        try:
            attempt = start_attempt(person=person, quiz_key=activity.key)
        except (AttemptsUsedUp, WaitBeforeNext):
            return False
        for question in attempt.questions["questions"]:
            save_answer(
                person=person,
                attempt_id=attempt.id,
                question_id=question["id"],
                value=_answer(question, is_right=chance.random() < ability),
            )
        if submit(person=person, attempt_id=attempt.id, language=person.language).passed:
            return True
        ability = min(ability + 0.2, 1.0)  # who reads the explanations knows more


def _answer(question: dict[str, Any], *, is_right: bool) -> Any:
    """An answer that is right, or the nearest wrong one."""
    if question["kind"] == "number":
        return question["number"] if is_right else "1"
    if question["kind"] == "short":
        return next(iter(question["answers"].values()))[0] if is_right else "не знаю"
    right = [option["id"] for option in question["options"] if option["is_right"]]
    wrong = [option["id"] for option in question["options"] if not option["is_right"]]
    return right if is_right else wrong[:1]
