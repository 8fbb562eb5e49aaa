"""Answers that the script sends: several at once, later, again; and what cannot be understood."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from courses.assessment.attempts import start_attempt, submit
from courses.assessment.models import Answer, Attempt, LateAnswer
from lms.people.models import Person
from tests import make
from tests.make_courses import MadeCourse, id_of


@pytest.fixture
def attempt(learner: Person, course: MadeCourse) -> Attempt:
    return start_attempt(person=learner, quiz_key=course.quiz.translation_key)


def sent(name: str, value: Any, sequence: int = 1) -> dict[str, Any]:
    return {
        "question": id_of(name),
        "value": value,
        "client": str(uuid4()),
        "sequence": sequence,
    }


def send(person: Person | None, attempt: Attempt, body: Any, **headers: str) -> Any:
    browser = Client()
    if person:
        browser.force_login(person)
    return browser.post(
        f"/en/my/attempts/{attempt.pk}/answers/",
        body if isinstance(body, str | bytes) else json.dumps(body),
        content_type="application/json",
        headers={"accept": "application/json", **headers},
    )


def test_each_answer_is_told_what_became_of_it(learner: Person, attempt: Attempt):
    first, wrong = sent("short", "кенеш"), sent("number", "сорок")
    alien = sent("nowhere", "x")
    said = send(learner, attempt, {"answers": [first, wrong, alien]}).json()["answers"]
    assert [one["state"] for one in said] == ["saved", "refused", "refused"]
    assert [one["client"] for one in said] == [first["client"], wrong["client"], alien["client"]]
    assert "Type one number" in said[1]["message"]
    assert Answer.objects.get().value == "кенеш"


def test_what_is_sent_again_is_stored_once(learner: Person, attempt: Attempt):
    answer = sent("short", "кенеш")
    first = send(learner, attempt, {"answers": [answer]}).json()
    assert send(learner, attempt, {"answers": [answer]}).json() == first
    assert Answer.objects.get().sequence == 1


def test_older_and_late_answers_say_so(learner: Person, attempt: Attempt):
    send(learner, attempt, {"answers": [sent("short", "кенеш", 2)]})
    older = send(learner, attempt, {"answers": [sent("short", "сход", 1)]}).json()["answers"][0]
    assert (older["state"], older["sequence"]) == ("older", 2)
    submit(person=learner, attempt_id=attempt.pk, language="ru")
    late = send(learner, attempt, {"answers": [sent("short", "сход", 3)]}).json()["answers"][0]
    assert late["state"] == "late"
    assert LateAnswer.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '{"answers": {}}',
        '{"answers": [1]}',
        '{"answers": [{"client": 1}]}',
        b"\xff",
    ],
)
def test_what_cannot_be_understood_changes_nothing(
    learner: Person, attempt: Attempt, body: str | bytes
):
    response = send(learner, attempt, body)
    assert response.status_code == 400
    assert "Nothing has been changed" in response.json()["message"]


def test_ten_megabytes_are_too_much(learner: Person, attempt: Attempt):
    response = send(learner, attempt, {"answers": [sent("short", "x" * 10_000_000)]})
    assert response.status_code == 413
    assert not Answer.objects.exists()


def test_nobody_and_somebody_else_send_nothing(learner: Person, attempt: Attempt):
    body = {"answers": [sent("short", "кенеш")]}
    assert send(None, attempt, body).status_code == 401
    assert send(make.person(), attempt, body).status_code == 404
    # Written as one person, sent in the session of another.
    assert send(learner, attempt, body, **{"x-person": str(uuid4())}).status_code == 401
    assert not Answer.objects.exists()
    assert send(learner, attempt, body, **{"x-person": str(learner.uuid)}).status_code == 200
