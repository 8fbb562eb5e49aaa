"""What an answer is worth: exact, by key, the same whenever it is asked again. No rows, no clock.

The rule, as the quiz's first page says it:

* One right answer, true or false, short answer, number: all points or none.
* Several right answers: each right one chosen earns its equal part of the points, each wrong one chosen takes an
  equal part away, and a question never brings less than nothing:
  ``points × max(0, right chosen / all right − wrong chosen / all wrong)``.
  So whoever ticks everything gets nothing, whoever ticks by chance gains nothing on average before the floor, and a
  careful half is worth half. Without wrong options the second part is nothing.
* No answer is no points, also where nothing would have been right.

Sums are fractions, so three thirds are one. A sum is rounded down to hundredths only to be shown and stored: the
pass mark is a whole number of hundredths, so what is shown reaches the mark exactly if the sum does.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from courses.assessment.questions import AskedQuestion, AskedQuiz, Value

NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?", re.ASCII)
SIGNS = str.maketrans({"−": "-", "–": "-"})
RAISED = str.maketrans({"²": "2", "³": "3"})  # phones have no ³: “м3” is the unit “м³”
LONGEST_NUMBER = 40  # characters; more is no measurement, and costs time to read


@dataclass(frozen=True)
class Grade:
    """What an attempt is worth; `shares` says for each question which part of its points was earned, 0 to 1."""

    points: Fraction
    of: int
    shares: Mapping[str, Fraction]

    @property
    def shown_points(self) -> Decimal:
        """Points to two places, rounded down."""
        return Decimal(floor(self.points * 100)).scaleb(-2)

    def reaches(self, pass_mark: int) -> bool:
        """Whether this is at least `pass_mark` per cent of all points."""
        return self.points * 100 >= self.of * pass_mark


def grade(asked: AskedQuiz, answers: Mapping[str, Value]) -> Grade:
    """Grade the answers, given by question id, to what was asked. Answers to other questions do not count."""
    shares = {
        question.id: share(question, answers[question.id])
        if question.id in answers
        else Fraction(0)
        for question in asked.questions
    }
    points = sum((shares[one.id] * one.points for one in asked.questions), Fraction(0))
    return Grade(points=points, of=asked.points, shares=shares)


def share(question: AskedQuestion, value: Value) -> Fraction:
    """Which part of the question's points the answer earns, from 0 to 1."""
    if question.is_choice:
        chosen = set(value) if isinstance(value, list) else set()
        return several(question, chosen) if question.kind == "multiple" else one(question, chosen)
    if not isinstance(value, str):
        return Fraction(0)
    is_right = short_is_right if question.kind == "short" else number_is_right
    return Fraction(int(is_right(question, value)))


def one(question: AskedQuestion, chosen: set[str]) -> Fraction:
    """All or nothing: exactly one option chosen, and it is right."""
    return Fraction(int(len(chosen) == 1 and chosen <= right_options(question)))


def several(question: AskedQuestion, chosen: set[str]) -> Fraction:
    """Partial credit that chance does not earn, never below nothing."""
    right = right_options(question)
    wrong = {option.id for option in question.options} - right
    if not right:
        return Fraction(0)
    earned = Fraction(len(chosen & right), len(right))
    lost = Fraction(len(chosen & wrong), len(wrong)) if wrong else Fraction(0)
    return max(Fraction(0), earned - lost)


def right_options(question: AskedQuestion) -> set[str]:
    return {option.id for option in question.options if option.is_right}


def short_is_right(question: AskedQuestion, value: str) -> bool:
    """Equal to an accepted answer of any language, after normalising; never merely close."""
    typed = normal(value)
    accepted = (answer for answers in (question.answers or {}).values() for answer in answers)
    return typed != "" and typed in map(normal, accepted)


def normal(text: str) -> str:
    """The text without what people do not see or mean: case, spaces around and doubled, ё for е, invisible marks."""
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", visible).casefold())
    return " ".join(folded.replace("ё", "е").split())


def number_is_right(question: AskedQuestion, value: str) -> bool:
    """Within the accepted difference of the right number, both ends included."""
    typed = read_number(value, question)
    if typed is None:
        return False
    difference = abs(Fraction(typed) - Fraction(Decimal(question.number)))
    return difference <= Fraction(Decimal(question.tolerance))


def read_number(value: str, question: AskedQuestion) -> Decimal | None:
    """The number that somebody typed: comma or point, spaces between thousands, with or without the unit.

    Nothing if it is no number, or could be two: “1.126,5” is not guessed at.
    """
    if len(value) > LONGEST_NUMBER:
        return None
    text = normal(value).translate(SIGNS)
    for unit in sorted(map(normal, (question.units or {}).values()), key=len, reverse=True):
        if unit and text.translate(RAISED).endswith(unit.translate(RAISED)):
            text = text[: -len(unit)]
            break
    text = "".join(text.split())
    return Decimal(text.replace(",", ".")) if NUMBER.fullmatch(text) else None
