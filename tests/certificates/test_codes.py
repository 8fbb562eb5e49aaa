"""Codes: random, and understood however somebody types them."""

from hypothesis import given
from hypothesis import strategies as st

from courses.certificates.codes import ALPHABET, LENGTH, as_meant, in_groups, new_code

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
CYRILLIC_TWINS = {
    "A": "АаA",
    "B": "Вв",
    "C": "Сс",
    "E": "ЕеЁё",
    "H": "НнҢң",
    "K": "Кк",
    "M": "Мм",
    "P": "Рр",
    "T": "Тт",
    "X": "Хх",
    "Y": "УуҮү",
    "3": "Зз",
}
MISREAD = {"Q": "OoОоӨө0", "J": "IiІіl1L"}


def test_a_code_has_128_bits_or_more():
    assert len(ALPHABET) ** LENGTH >= 2**128


def test_a_code_has_no_character_that_paper_confuses():
    assert not set(ALPHABET) & set("ILO01")
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert set(new_code()) <= set(ALPHABET)


def test_no_code_comes_twice():
    assert len({new_code() for _ in range(2000)}) == 2000


def test_a_code_is_printed_in_groups_of_four():
    assert in_groups("7KQ4M2XD9TRAV5HC3WPE8NYB6F") == "7KQ4 M2XD 9TRA V5HC 3WPE 8NYB 6F"


@given(code=codes)
def test_a_code_means_itself_alone_in_groups_and_in_small_letters(code):
    assert as_meant(code) == as_meant(in_groups(code)) == as_meant(code.lower()) == code


@given(code=codes, data=st.data())
def test_look_alikes_spaces_and_dashes_change_nothing(code, data):
    typed = ""
    for character in code:
        twins = CYRILLIC_TWINS.get(character, "") + MISREAD.get(character, "")
        typed += data.draw(st.sampled_from([character, character.lower(), *twins]))
        typed += data.draw(
            st.sampled_from(["", "", "", " ", "-", "—", " ", "\u200b", ".", "/", "\n"])
        )
    assert as_meant(typed) == code


@given(typed=st.text(max_size=60))
def test_whatever_is_typed_means_a_code_or_nothing(typed):
    meant = as_meant(typed)
    assert meant == "" or (len(meant) == LENGTH and set(meant) <= set(ALPHABET))


@given(code=codes, at=st.integers(0, LENGTH - 1), other=st.sampled_from(ALPHABET))
def test_another_character_means_another_code(code, at, other):
    changed = code[:at] + other + code[at + 1 :]
    assert (as_meant(changed) == code) == (other == code[at])


def test_a_code_that_is_too_long_or_too_short_means_nothing():
    code = new_code()
    assert as_meant(code[:-1]) == as_meant(code + "A") == as_meant("") == as_meant(code * 9) == ""
