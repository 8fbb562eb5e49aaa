"""Answers that the script sends, at once or when the network is back: several in one request, in order."""

import json
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.assessment.attempts import save_answer
from courses.assessment.forms import as_count, posted_uuid
from courses.assessment.models import Attempt, LateAnswer
from courses.assessment.refusals import OlderAnswer
from lms.people.models import Person
from lms.rules import Refusal

MOST_AT_ONCE = 200  # answers in a request; a quiz has some ten


@require_POST
def attempt_answers(request: HttpRequest, attempt_id: UUID) -> JsonResponse:
    """Save the answers of `{"answers": [{"question", "value", "client", "sequence"}]}`; say of each what became of it.

    Each is a transaction of its own: what is wrong with one keeps no other back.
    """
    if not isinstance(request.user, Person):
        return problem(_("Sign in, then your answers are sent."), HTTPStatus.UNAUTHORIZED)
    if not Attempt.objects.of(request.user).filter(pk=attempt_id).exists():
        return problem(_("There is no such attempt of yours."), HTTPStatus.NOT_FOUND)
    try:
        sent = read_answers(request)
    except RequestDataTooBig:
        return problem(
            _("That is too much text. Nothing has been changed."),
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        )
    except ValueError:
        return problem(
            _("This could not be understood. Nothing has been changed."), HTTPStatus.BAD_REQUEST
        )
    return JsonResponse({"answers": [save_one(request.user, attempt_id, one) for one in sent]})


def problem(message: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)


def read_answers(request: HttpRequest) -> list[dict[str, Any]]:
    """The answers of the request's body. Raises `ValueError` if it has another shape."""
    try:
        body = json.loads(request.body)
    except RecursionError as error:
        raise ValueError("Lists within lists, without end") from error
    answers = body.get("answers") if isinstance(body, dict) else None
    if not isinstance(answers, list) or len(answers) > MOST_AT_ONCE:
        raise ValueError("Not a list of answers")
    if not all(isinstance(one, dict) and posted_uuid(one.get("client")) for one in answers):
        raise ValueError("An answer without the id of its sender")
    return answers


def save_one(person: Person, attempt_id: UUID, one: dict[str, Any]) -> dict[str, Any]:
    """Save one answer, and say what became of it: saved, late, older or refused."""
    outcome = {"question": one.get("question"), "client": one["client"]}
    try:
        answer = save_answer(
            person=person,
            attempt_id=attempt_id,
            question_id=str(one.get("question")),
            value=one.get("value"),
            client_id=posted_uuid(one["client"]),
            sequence=as_count(one.get("sequence")) or 1,
        )
    except OlderAnswer as refusal:
        return outcome | {
            "state": "older",
            "sequence": refusal.stored.sequence,
            "message": str(refusal),
        }
    except Refusal as refusal:
        return outcome | {"state": "refused", "message": str(refusal)}
    if isinstance(answer, LateAnswer):
        return outcome | {"state": "late", "time": time_words(answer.came_at)}
    return outcome | {
        "state": "saved",
        "time": time_words(answer.saved_at),
        "sequence": answer.sequence,
        "value": answer.value,
    }


def time_words(moment: Any) -> str:
    """The time of day as pages show it."""
    return time_format(timezone.localtime(moment), "H:i")
