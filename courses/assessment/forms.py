"""What requests bring, brought into shape; whether it is allowed is for the use cases to say."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from courses.assessment.questions import AskedQuestion, Value


def posted_answer(request: HttpRequest, question: AskedQuestion) -> Value:
    """The answer in a question's form: the ticked options, or the text."""
    if question.is_choice:
        return request.POST.getlist("answer")
    return request.POST.get("answer", "")


def posted_sequence(request: HttpRequest) -> int | None:
    """How often the answer had been changed when the form was made, and once more."""
    return as_count(request.POST.get("sequence"))


def as_count(value: Any) -> int | None:
    """A whole number above nothing, however it came; else none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    digits = str(value)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def posted_uuid(value: Any) -> UUID | None:
    """An id as text, if it is one."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
