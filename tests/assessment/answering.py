"""Answers for tests, by the names that `tests.make_courses` gives."""

from typing import Any
from uuid import UUID

from courses.assessment.attempts import save_answer
from courses.assessment.models import Attempt
from courses.assessment.questions import Value
from lms.people.models import Person
from tests.make_courses import id_of

RIGHT: dict[str, Value] = {
    id_of("single"): [id_of("single", "да")],
    id_of("multiple"): [id_of("multiple", "зола"), id_of("multiple", "навоз")],
    id_of("statement"): ["true"],
    id_of("short"): "кенеш",
    id_of("number"): "48 м³",
}
WRONG: dict[str, Value] = {
    id_of("single"): [id_of("single", "нет")],
    id_of("multiple"): [id_of("multiple", "пластик")],
    id_of("statement"): ["false"],
    id_of("short"): "сход",
    id_of("number"): "50",
}


def answer(person: Person, attempt: Attempt, name: str, value: Any, **facts: Any) -> Any:
    """Save one answer, to the question of that name."""
    return save_answer(
        person=person, attempt_id=attempt.pk, question_id=id_of(name), value=value, **facts
    )


def answer_all(person: Person, attempt: Attempt, answers: dict[str, Value]) -> None:
    for question_id, value in answers.items():
        save_answer(
            person=person, attempt_id=UUID(str(attempt.pk)), question_id=question_id, value=value
        )
