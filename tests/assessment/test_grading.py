"""What an answer is worth: tables for what people type, properties against a naive model for the rest."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.grading import grade, normal, read_number, share
from courses.assessment.questions import AskedOption, AskedQuestion, AskedQuiz, Value

RIGHT, WRONG = True, False


def choice(
    *rights: bool, kind: str = "multiple", points: int = 1, name: str = "q"
) -> AskedQuestion:
    options = tuple(
        AskedOption(id=f"{name}-{n}", is_right=right, text={"ru": str(n)}, feedback={})
        for n, right in enumerate(rights)
    )
    return AskedQuestion(
        id=name, kind=kind, points=points, text={"ru": "?"}, feedback={}, options=options
    )


def short(*answers: str) -> AskedQuestion:
    return AskedQuestion(
        id="q", kind="short", points=1, text={"ru": "?"}, feedback={}, answers={"ky": list(answers)}
    )


def number(right: str, tolerance: str = "0", **units: str) -> AskedQuestion:
    return AskedQuestion(
        id="q",
        kind="number",
        points=1,
        text={"ru": "?"},
        feedback={},
        number=right,
        tolerance=tolerance,
        units=units,
    )


def quiz(*questions: AskedQuestion) -> AskedQuiz:
    return AskedQuiz(source="ru", title={"ru": "Тест"}, path="a/b/c", questions=questions)


@pytest.mark.parametrize(
    ("chosen", "worth"),
    [
        ([], Fraction(0)),
        (["q-0"], Fraction(1, 2)),
        (["q-0", "q-1"], Fraction(1)),
        (["q-0", "q-2"], Fraction(1, 2) - Fraction(1, 3)),
        (["q-2"], Fraction(0)),  # never below nothing
        (["q-0", "q-1", "q-2", "q-3", "q-4"], Fraction(0)),  # ticking everything earns nothing
    ],
)
def test_several_right_answers_earn_their_parts_and_wrong_ones_take_theirs(
    chosen: list[str], worth: Fraction
) -> None:
    assert share(choice(RIGHT, RIGHT, WRONG, WRONG, WRONG), chosen) == worth


@pytest.mark.parametrize("kind", ["single", "true_false"])
def test_one_right_answer_is_all_or_nothing(kind: str) -> None:
    question = choice(WRONG, RIGHT, kind=kind)
    assert share(question, ["q-1"]) == 1
    assert share(question, ["q-0"]) == 0
    assert share(question, ["q-0", "q-1"]) == 0
    assert share(question, []) == 0


@pytest.mark.parametrize(
    "typed",
    [
        "Айылдык кеңеш",
        " айылдык   КЕҢЕШ ",
        "айылдык\u00a0кеңеш",
        "айылдык ке\u200bңеш",
        "чёрный ящик",
        "черный ЯЩИК",
    ],
)
def test_a_short_answer_is_right_whatever_its_case_and_spaces(typed: str) -> None:
    assert share(short("айылдык кеңеш", "Чёрный ящик"), typed) == 1


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("закон 123", "закон 124"),
        ("закон 123", "закон 12 3"),
        ("кеңеш", "кенеш"),  # ң is a letter of its own
        ("өкмөт", "окмот"),
        ("кенеш", "кенеша"),
        ("", ""),
        ("й", "и"),
    ],
)
def test_a_short_answer_is_never_right_by_being_close(accepted: str, typed: str) -> None:
    assert share(short(accepted), typed) == 0


def test_letters_made_of_two_signs_are_the_letters_made_of_one() -> None:
    assert normal("и\u0306") == normal("й")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("4,8", "4.8"),
        ("4.8", "4.8"),
        (" 1 126 ", "1126"),
        ("1\u00a0126,5", "1126.5"),
        ("1\u202f126", "1126"),
        ("−3", "-3"),
        ("+3", "3"),
        ("48 м³", "48"),
        ("48м3", "48"),
        ("48 М³", "48"),
        ("48 куб", "48"),
        ("1.126,5", None),
        ("1,126,500", None),
        ("1e3", None),
        ("NaN", None),
        ("Infinity", None),
        ("٤٢", None),  # other digits are not guessed at
        ("сорок", None),
        ("", None),
        ("м³", None),
        ("48 кг", None),
        ("5²", None),
        ("9" * 41, None),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, read: str | None) -> None:
    question = number("48", ru="м³", ky="куб")
    assert read_number(typed, question) == (None if read is None else Decimal(read))


@pytest.mark.parametrize(
    ("typed", "right"), [("4,7", 1), ("4.9", 1), ("4,69", 0), ("4,91", 0), ("4,80", 1)]
)
def test_a_number_is_right_up_to_the_accepted_difference(typed: str, right: int) -> None:
    assert share(number("4.8", "0.1"), typed) == right


decimals = st.decimals(
    min_value=-10_000, max_value=10_000, places=3, allow_nan=False, allow_infinity=False
)


@given(right=decimals, typed=decimals, tolerance=st.decimals(0, 100, places=3))
def test_numbers_agree_with_plain_arithmetic(
    right: Decimal, typed: Decimal, tolerance: Decimal
) -> None:
    question = number(str(right), str(tolerance))
    expected = abs(Fraction(typed) - Fraction(right)) <= Fraction(tolerance)
    assert share(question, str(typed).replace(".", ",")) == expected


@st.composite
def answered_quizzes(draw: st.DrawFn) -> tuple[AskedQuiz, dict[str, Value]]:
    questions: list[AskedQuestion] = []
    answers: dict[str, Value] = {}
    for n in range(draw(st.integers(1, 6))):
        rights = draw(st.lists(st.booleans(), min_size=2, max_size=10))
        kind = draw(st.sampled_from(["single", "multiple"]))
        points = draw(st.integers(1, 100))
        question = choice(*rights, kind=kind, points=points, name=f"q{n}")
        questions.append(question)
        if draw(st.booleans()):
            ids = [option.id for option in question.options]
            answers[question.id] = draw(st.lists(st.sampled_from([*ids, "alien"]), unique=True))
    return quiz(*questions), answers


def naive_points(question: AskedQuestion, chosen: list[str]) -> float:
    """The rule as the first page of a quiz says it, counted on fingers."""
    right_all = right_chosen = wrong_all = wrong_chosen = 0
    for option in question.options:
        if option.is_right:
            right_all += 1
            right_chosen += option.id in chosen
        else:
            wrong_all += 1
            wrong_chosen += option.id in chosen
    if question.kind == "single":
        return question.points if len(chosen) == 1 and right_chosen == 1 else 0
    if right_all == 0:
        return 0
    part = right_chosen / right_all - (wrong_chosen / wrong_all if wrong_all else 0)
    return question.points * max(0.0, part)


@given(answered_quizzes())
def test_points_agree_with_the_rule_counted_on_fingers(
    case: tuple[AskedQuiz, dict[str, Value]],
) -> None:
    asked, answers = case
    expected = sum(
        naive_points(question, list(answers.get(question.id, []))) for question in asked.questions
    )
    assert float(grade(asked, answers).points) == pytest.approx(expected)


@given(answered_quizzes(), st.integers(1, 100))
def test_what_is_shown_reaches_the_pass_mark_exactly_if_the_sum_does(
    case: tuple[AskedQuiz, dict[str, Value]], pass_mark: int
) -> None:
    graded = grade(*case)
    assert 0 <= graded.shown_points <= graded.of
    assert graded.reaches(pass_mark) == (graded.shown_points * 100 >= graded.of * pass_mark)


@given(answered_quizzes(), st.randoms())
def test_neither_the_order_of_options_nor_of_questions_changes_the_points(
    case: tuple[AskedQuiz, dict[str, Value]], dice: object
) -> None:
    asked, answers = case
    turned = quiz(*reversed(asked.questions))
    turned_answers: dict[str, Value] = {
        key: list(reversed(value)) for key, value in answers.items()
    }
    assert grade(turned, turned_answers).points == grade(asked, answers).points


@given(st.lists(st.booleans(), min_size=2, max_size=10).filter(lambda rights: not all(rights)))
def test_ticking_everything_earns_nothing(rights: list[bool]) -> None:
    question = choice(*rights)
    assert share(question, [option.id for option in question.options]) == 0


@given(st.text(max_size=60))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(text=st.text(max_size=60), answers=st.lists(st.text(max_size=20), max_size=3))
def test_any_text_is_graded_without_an_error(text: str, answers: list[str]) -> None:
    assert share(short(*answers), text) in {0, 1}
    assert share(number("1"), text) in {0, 1}
