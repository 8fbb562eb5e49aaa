"""The needs are whole, and how they are typed is how people type."""

from pathlib import Path

import pytest

from tests.relevance.keyboards import in_latin, in_wrong_layout
from tests.relevance.needs import FORMS, read_needs


def test_there_are_at_least_sixty_needs_in_twelve_queries_each():
    needs = read_needs()
    assert len(needs) >= 60
    assert all(len(list(need.queries())) == 2 * len(FORMS) for need in needs)


def test_every_kind_of_things_is_looked_for():
    kinds = {name.partition(":")[0] for need in read_needs() for name in need.found}
    assert kinds == {"course", "module", "lesson", "quiz", "document", "municipality", "person"}


def test_no_need_stands_twice():
    abouts = [need.about for need in read_needs()]
    assert len(abouts) == len(set(abouts))


def test_a_need_that_is_not_whole_is_refused(tmp_path: Path):
    file = tmp_path / "area.yaml"
    file.write_text("[{about: A thing, ru: [a, b, c], ky: [a, b, c, d], found: {course:waste: 3}}]")
    with pytest.raises(ValueError, match="A thing: ru needs"):
        read_needs(tmp_path)
    file.write_text(
        "[{about: A thing, ru: [a, b, c, d], ky: [a, b, c, d], found: {course:waste: 1}}]"
    )
    with pytest.raises(ValueError, match="nothing answers it"):
        read_needs(tmp_path)


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("мусор", "vecjh"),
        ("Айгүл Т.", "Fquek N/"),
        ("жөө көпүрө", ";jj rjgehj"),
        ("объём", "j,]`v"),
    ],
)
def test_the_wrong_layout_gives_the_letters_on_the_same_keys(meant: str, typed: str):
    assert in_wrong_layout(meant) == typed


@pytest.mark.parametrize(
    ("meant", "typed", "in_a_chat"),
    [
        ("таштанды", "tashtandy", "tashtandy"),
        ("жаштар", "zhashtar", "jashtar"),
        ("объём", "obem", "obem"),
    ],
)
def test_latin_letters_are_those_of_a_passport_or_of_a_chat(meant: str, typed: str, in_a_chat: str):
    assert in_latin(meant, is_chat=False) == typed
    assert in_latin(meant, is_chat=True) == in_a_chat
