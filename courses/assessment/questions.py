"""What an attempt asks: read from the quiz in all its languages, drawn, shuffled, and kept as it was.

Key, points and order come from the source language's page alone, texts from every language there is. Nothing here
reads or writes rows: pages come in, plain data comes out and goes into `Attempt.questions`.
"""

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Protocol, Self

from django.utils.translation import gettext as _

Texts = Mapping[str, str]  # language code → words; a language that repeats the source's is left out
Value = list[str] | str  # ids of the chosen options, or what was typed

CHOICES = frozenset({"single", "multiple", "true_false"})
TRUE, FALSE = "true", "false"  # the options of a statement have no ids of their own


class QuizLike(Protocol):
    """What is read of a quiz page; `questions` is its StreamField's value."""

    title: str
    questions: Any


@dataclass(frozen=True)
class Said:
    """Words, and the language that they are in."""

    text: str
    language: str


@dataclass(frozen=True)
class AskedOption:
    """An answer to choose from; `id` is its list item's id."""

    id: str
    is_right: bool
    text: Texts
    feedback: Texts


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it was asked; `id` is its block's id. Numbers stay as written, for exact arithmetic."""

    id: str
    kind: str  # single, multiple, true_false, short, number
    points: int
    text: Texts
    feedback: Texts
    options: tuple[AskedOption, ...] = ()
    answers: Mapping[str, list[str]] | None = None  # accepted short answers by language; any counts
    number: str = ""
    tolerance: str = "0"
    units: Texts | None = None

    @property
    def is_choice(self) -> bool:
        return self.kind in CHOICES

    def option(self, option_id: str) -> AskedOption | None:
        """The option with that id, if the question has it."""
        return next((option for option in self.options if option.id == option_id), None)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            **{
                **data,
                "options": tuple(AskedOption(**option) for option in data["options"]),
            }
        )


@dataclass(frozen=True)
class AskedQuiz:
    """A quiz as it was asked in one attempt."""

    source: str  # code of the language that the quiz was made in
    title: Texts
    path: str  # its address under /courses/, which works for ever
    questions: tuple[AskedQuestion, ...]

    @property
    def points(self) -> int:
        return sum(question.points for question in self.questions)

    def find(self, question_id: str) -> AskedQuestion | None:
        """The question with that id, if it was asked."""
        return next((one for one in self.questions if one.id == question_id), None)

    def said(self, texts: Texts, language: str) -> Said:
        """The words in that language, else in the source's."""
        if language in texts:
            return Said(texts[language], language)
        return Said(texts.get(self.source, ""), self.source)

    def option_said(self, option: AskedOption, language: str) -> Said:
        """An option's words; those of a statement are the interface's own."""
        if option.text:
            return self.said(option.text, language)
        return Said(_("True") if option.id == TRUE else _("False"), language)

    def is_said_in(self, language: str) -> bool:
        """Whether every question can be read in that language."""
        return language == self.source or all(language in one.text for one in self.questions)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            source=data["source"],
            title=data["title"],
            path=data["path"],
            questions=tuple(AskedQuestion.from_json(one) for one in data["questions"]),
        )


def ask(
    *, pages: Mapping[str, QuizLike], source: str, path: str, seed: str, shuffle: bool
) -> AskedQuiz:
    """The quiz as one attempt asks it.

    `pages` are the live pages by language, `source` the language whose page decides, `seed` the attempt's id: the
    same attempt is always drawn alike. A statement's “true” and “false” are never shuffled.
    """
    questions = read_questions(pages, source)
    if shuffle:
        dice = random.Random(seed)  # noqa: S311  an order to show, not a secret
        dice.shuffle(questions)
        questions = [shuffled(question, dice) for question in questions]
    return AskedQuiz(
        source=source,
        title=texts_of({code: page.title for code, page in pages.items()}, source),
        path=path,
        questions=tuple(questions),
    )


def shuffled(question: AskedQuestion, dice: random.Random) -> AskedQuestion:
    """The question with its options in another order, where order means nothing."""
    if question.kind not in {"single", "multiple"}:
        return question
    return replace(question, options=tuple(dice.sample(question.options, len(question.options))))


def read_questions(pages: Mapping[str, QuizLike], source: str) -> list[AskedQuestion]:
    """The questions of the source page in its order, with the words of every page that has them."""
    by_language = {
        code: {block.id: block for block in page.questions} for code, page in pages.items()
    }
    return [
        read_question(
            block.id,
            {code: blocks[block.id] for code, blocks in by_language.items() if block.id in blocks},
            source,
        )
        for block in pages[source].questions
    ]


def read_question(question_id: str, blocks: Mapping[str, Any], source: str) -> AskedQuestion:
    """One question from its block in each language."""
    values = {code: block.value for code, block in blocks.items()}
    kind, value = blocks[source].block_type, values[source]
    question = AskedQuestion(
        id=question_id,
        kind=kind,
        points=value["points"],
        text=words(values, "text", source),
        feedback=words(values, "feedback", source),
    )
    if kind == "true_false":
        return replace(question, options=statement_options(values, source))
    if kind == "short":
        return replace(question, answers=accepted_answers(values))
    if kind == "number":
        return replace(
            question,
            number=str(value["answer"]),
            tolerance=str(value["tolerance"] or Decimal()),
            units=words(values, "unit", source),
        )
    return replace(question, options=listed_options(values, source))


def listed_options(values: Mapping[str, Any], source: str) -> tuple[AskedOption, ...]:
    """The options of a choice: the source says which and what is right, each language adds words by item id."""
    by_language = {
        code: {item.id: item.value for item in value["options"].bound_blocks}
        for code, value in values.items()
    }
    options = []
    for item_id, option in by_language[source].items():
        own = {code: items[item_id] for code, items in by_language.items() if item_id in items}
        options.append(
            AskedOption(
                id=item_id,
                is_right=bool(option["is_right"]),
                text=words(own, "text", source),
                feedback=words(own, "feedback", source),
            )
        )
    return tuple(options)


def statement_options(values: Mapping[str, Any], source: str) -> tuple[AskedOption, ...]:
    """“True” and “false”, with what to explain to whoever chose them."""
    is_true = bool(values[source]["is_true"])
    return (
        AskedOption(TRUE, is_true, {}, words(values, "feedback_true", source)),
        AskedOption(FALSE, not is_true, {}, words(values, "feedback_false", source)),
    )


def accepted_answers(values: Mapping[str, Any]) -> Mapping[str, list[str]]:
    """What is accepted, by language."""
    return {code: [one for one in value["answers"] if one] for code, value in values.items()}


def words(values: Mapping[str, Any], field: str, source: str) -> Texts:
    """A field's words in the languages there are."""
    return texts_of({code: value.get(field) or "" for code, value in values.items()}, source)


def texts_of(texts: Texts, source: str) -> Texts:
    """The source's words, and others only where they differ: an unfinished translation repeats the source."""
    return {
        code: text
        for code, text in texts.items()
        if text and (code == source or text != texts.get(source))
    }
