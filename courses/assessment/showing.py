"""What of an attempt a page shows, in the reader's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from courses.assessment.grading import Grade
from courses.assessment.models import Answer
from courses.assessment.questions import AskedOption, AskedQuestion, AskedQuiz, Said, Value


@dataclass(frozen=True)
class ShownOption:
    id: str
    said: Said
    is_chosen: bool


@dataclass(frozen=True)
class ShownQuestion:
    """A question and what was answered to it. `words` are the answer as one reads it; empty if there is none."""

    number: int
    id: str
    kind: str
    points: int
    said: Said
    options: Sequence[ShownOption]
    typed: str
    unit: Said | None
    words: Sequence[Said]
    answer: Answer | None

    @property
    def sequence(self) -> int:
        return self.answer.sequence if self.answer else 0


@dataclass(frozen=True)
class ShownOutcome:
    """A question of a finished attempt. `right` stays empty until what is right may be shown."""

    question: ShownQuestion
    share: Fraction
    earned: Decimal
    explanations: Sequence[Said]
    right: Sequence[Said]

    @property
    def tone(self) -> str:
        """good, late (wrong) or now (partly right): the tag's tone."""
        if self.share == 1:
            return "good"
        return "now" if self.share else "late"


def show_question(
    asked: AskedQuiz,
    number: int,
    answer: Answer | None,
    language: str,
    offered: Value | None = None,
) -> ShownQuestion:
    """The question of that number, with its answer chosen in it, or what is `offered` instead."""
    question = asked.questions[number - 1]
    value = offered if offered is not None else answer.value if answer else None
    chosen = set(value) if isinstance(value, list) else set()
    return ShownQuestion(
        number=number,
        id=question.id,
        kind=question.kind,
        points=question.points,
        said=asked.said(question.text, language),
        options=[
            ShownOption(option.id, asked.option_said(option, language), option.id in chosen)
            for option in question.options
        ],
        typed=value if isinstance(value, str) else "",
        unit=asked.said(question.units, language) if question.units else None,
        words=answer_words(asked, question, answer.value if answer else None, language),
        answer=answer,
    )


def answer_words(
    asked: AskedQuiz, question: AskedQuestion, value: Value | None, language: str
) -> list[Said]:
    """What was answered, as one reads it."""
    if isinstance(value, list):
        chosen = [option for option in question.options if option.id in value]
        return [asked.option_said(option, language) for option in chosen]
    if not value:
        return []
    unit = asked.said(question.units, language) if question.units else Said("", language)
    has_unit = unit.text and not value.endswith(unit.text)
    return [Said(f"{value}\u00a0{unit.text}" if has_unit else value, language)]


def right_words(asked: AskedQuiz, question: AskedQuestion, language: str) -> list[Said]:
    """What would have been right."""
    if question.is_choice:
        right = [option.id for option in question.options if option.is_right]
        return answer_words(asked, question, right, language)
    if question.kind == "number":
        return answer_words(asked, question, question.number.replace(".", ","), language)
    accepted = question.answers or {}
    code = language if accepted.get(language) else asked.source
    return [Said(answer, code) for answer in accepted.get(code, [])[:1]]


def show_outcome(
    asked: AskedQuiz,
    shown: ShownQuestion,
    graded: Grade,
    language: str,
    *,
    with_right: bool,
) -> ShownOutcome:
    """How a question went. The explanation for everybody tells what is right, so it waits with it."""
    question = asked.questions[shown.number - 1]
    share = graded.shares[question.id]
    texts = [option.feedback for option in chosen_options(question, shown)]
    if with_right:
        texts.append(question.feedback)
    return ShownOutcome(
        question=shown,
        share=share,
        earned=Grade(share * question.points, question.points, {}).shown_points,
        explanations=[asked.said(text, language) for text in texts if text],
        right=right_words(asked, question, language) if with_right and share < 1 else [],
    )


def chosen_options(question: AskedQuestion, shown: ShownQuestion) -> list[AskedOption]:
    chosen = {option.id for option in shown.options if option.is_chosen}
    return [option for option in question.options if option.id in chosen]


def answered_numbers(asked: AskedQuiz, answers: Mapping[str, Answer]) -> list[int]:
    """The numbers of the questions that have an answer."""
    return [
        number
        for number, question in enumerate(asked.questions, 1)
        if question.id in answers and answers[question.id].value
    ]
