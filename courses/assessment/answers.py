"""What can be an answer to a question: checked and cleaned before anything is kept."""

import unicodedata
from typing import Any

from courses.assessment.grading import LONGEST_NUMBER, read_number
from courses.assessment.questions import AskedQuestion, Value
from courses.assessment.refusals import NotAnAnswer, NotANumber, TooLong

LONGEST_TEXT = 200  # characters; accepted answers have at most 100


def clean_answer(question: AskedQuestion, value: Any) -> Value:
    """The value as it is kept: option ids in the question's order, or the text without control characters.

    An empty list or text takes an answer back. Raises `NotAnAnswer`, `NotANumber` or `TooLong`.
    """
    return clean_choice(question, value) if question.is_choice else clean_text(question, value)


def clean_choice(question: AskedQuestion, value: Any) -> list[str]:
    """The chosen options, each once; one at most unless several may be right."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise NotAnAnswer
    chosen = set(value)
    if not chosen <= {option.id for option in question.options}:
        raise NotAnAnswer
    if question.kind != "multiple" and len(chosen) > 1:
        raise NotAnAnswer
    return [option.id for option in question.options if option.id in chosen]


def clean_text(question: AskedQuestion, value: Any) -> str:
    """What was typed, trimmed; a number must be readable as one."""
    if not isinstance(value, str):
        raise NotAnAnswer
    most = LONGEST_NUMBER if question.kind == "number" else LONGEST_TEXT
    # Measured first: what follows looks at each letter.
    if len(value) > 4 * most:
        raise TooLong(most=most)
    # Control characters and lone surrogates (Cc, Cs) cannot be stored, and nobody types them.
    text = "".join(" " if unicodedata.category(one) in {"Cc", "Cs"} else one for one in value)
    text = text.strip()
    if len(text) > most:
        raise TooLong(most=most)
    if question.kind == "number" and text and read_number(text, question) is None:
        raise NotANumber
    return text
