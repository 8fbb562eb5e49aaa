"""What a text is found by, whatever the text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyse, language_of, tokens

SAFE = re.compile(r"[a-zа-яңөү0-9]{1,40}")
# Any text, and texts of the letters and marks that take the unusual ways.
TEXTS = st.text() | st.text(alphabet="аоеңөүйёіқaocekTKXxyz0№5² -‑'\"\u0301\u0306\u00ad\u200b🙂")


@given(text=TEXTS)
def test_any_text_has_tokens_that_are_safe_in_every_query(text: str):
    for token in tokens(text):
        for word in (token.form, *token.stems, *token.loose):
            assert SAFE.fullmatch(word), repr(word)
        assert len(token.stems) <= 2


@given(text=TEXTS)
def test_what_is_indexed_is_what_the_tokens_say(text: str):
    found = list(tokens(text))
    ready = analyse(text)
    assert ready.exact.split() == [stem for token in found for stem in token.stems]
    assert ready.loose.split() == [each for token in found for each in token.loose]


@given(text=TEXTS)
def test_tokens_cut_words_out_of_the_text_in_order(text: str):
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        (alone,) = tokens(text[token.start : token.end])
        assert (alone.form, alone.stems) == (token.form, token.stems)
        # Behind it comes what it is together with a word that a hyphen joins to it.
        assert token.loose[: len(alone.loose)] == alone.loose
        end = token.end


@pytest.mark.parametrize(
    "text", ["ä" * 10_000, "\u0301" * 10_000, "а\u00ad" * 5_000, "көчөлөрдүн" * 1_000, "(" * 10_000]
)
def test_a_word_without_end_is_a_word(text: str):
    assert all(len(token.form) <= 40 for token in tokens(text))


def stems(text: str) -> list[tuple[str, ...]]:
    return [token.stems for token in tokens(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("көчөлөргө", "көчөнүн"),
        ("обращениями граждан", "обращения граждан"),
        ("municipal budgets", "municipal budget"),
        ("бюджетти", "бюджета"),  # Kyrgyz and Russian
        ("муниципалитеттердин", "муниципалитетов"),
        ("Excelде", "Excel"),
        ("Мyсop", "мусор"),  # with Latin letters
        ("ёлки", "елка"),
    ],
)
def test_forms_of_a_word_are_found_by_each_other(one: str, other: str):
    assert stems(one) == stems(other)


def test_kyrgyz_typed_without_its_letters_is_found_at_a_lower_weight():
    (right,) = tokens("көчөлөрдө")
    (plain,) = tokens("кочолордо")
    assert right.stems != plain.stems
    assert set(right.loose) & set(plain.loose)


def test_a_long_kyrgyz_word_is_found_by_its_first_letters_at_a_lower_weight():
    (verb,) = tokens("тастыктоо")
    (noun,) = tokens("тастыкчыл")
    assert set(verb.loose) & set(noun.loose) == {"тасты"}


@pytest.mark.parametrize(
    ("hyphened", "in_one"),
    [("Ат-Башы", "Атбашы"), ("Ала\u2011Бука", "Алабука"), ("Ат-Башынский", "Атбашинский")],
)
def test_a_name_with_a_hyphen_is_found_by_whoever_leaves_it_out(hyphened: str, in_one: str):
    loose = {each for token in tokens(hyphened) for each in token.loose}
    (whole,) = tokens(in_one)
    assert loose & {*whole.stems, *whole.loose}


def test_words_that_no_hyphen_joins_are_not_found_as_one():
    for text in ("Ат Башы", "Ат, Башы", "Ат - Башы"):
        assert not any("атбаш" in token.loose for token in tokens(text)), text


def test_a_name_that_no_dictionary_has_is_found_by_its_first_letters_at_a_lower_weight():
    (right,) = tokens("Барскоонский")
    (wrong,) = tokens("Барскаунского")
    assert set(right.loose) & set(wrong.loose) == {"барск"}
    assert [token.loose for token in tokens("обращениями")] == [()]  # the dictionary has it


def test_a_word_of_doubtful_language_is_indexed_as_both():
    assert stems("салат") == [("сал", "салат")]  # puts, or a salad
    assert stems("салата") == [("салат",)]


def test_words_that_tell_nothing_are_tokens_but_not_indexed():
    assert stems("жалоба на мусор жана the таштанды") == [
        ("жалоба",),
        (),
        ("мусор",),
        (),
        (),
        ("таштанды",),
    ]
    assert analyse("и в на жана the").exact == ""


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("көчө", "ky"),
        ("айылдагы", "ky"),
        ("базарга", "ky"),
        ("бюджетти", "ky"),
        ("келишими", "ky"),
        ("токтому", "ky"),
        ("короого", "ky"),
        ("мусора", "ru"),
        ("айылного", "ru"),
        ("курса", "ru"),
        ("budget", "en"),
        ("2026", "en"),
    ],
)
def test_each_word_has_a_language_of_its_own(word: str, language: str):
    assert language_of(word) == language
