"""The forms of a Kyrgyz word meet in one stem, and other words do not."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import stem
from tests.performance.kyrgyz_stems import scores

LEMMAS = os.environ.get("KYRGYZ_LEMMAS", "")


@pytest.mark.parametrize(
    ("shared", "forms"),
    [
        ("көчө", "көчө көчөлөр көчөнүн көчөдөгү көчөлөрүбүзгө көчөсүнөн көчөбү"),
        ("арыз", "арыз арызды арыздар арыздарыңызга арызын арыздарынан"),
        ("китеп", "китеп китеби китебинде китептер китептерин китептен"),
        ("токой", "токой токойлор токоюна токойдо токоюнан"),
        ("чачык", "чачык чачыгы чачыктар чачыктарын чачыкка"),
        ("тазала", "тазалоо тазалайт тазалады тазалап тазалаган тазалоого тазалабайт"),
        ("чык", "чыгуу чыгат чыкты чыккан чыгып чыкпайт чыгышты"),
        ("кой", "коюу койду коюп коюлган койбойт"),
        ("жүр", "жүрүү жүрөт жүргөн жүрүп жүрдүм"),
        ("бала", "бала балага балдар балдарынын балдардан"),
        ("орун", "орун ордунда ордуна орундар"),
        ("мыйзам", "мыйзам мыйзамын мыйзамдары мыйзамдарына мыйзамдын"),
        ("дүкөн", "дүкөн дүкөнү дүкөнүндө дүкөндөр дүкөндү"),
        ("адис", "адис адисин адистер адиске адистердин"),
        ("облус", "облус облусу облусунда облустук облустар облусун"),
        ("жөнөт", "жөнөтүү жөнөтүңүз жөнөтүлгөн жөнөтөбүз жөнөтүүчү жөнөтүлбөйт"),
        ("экономика", "экономика экономикасы экономиканын экономикадагы"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(shared: str, forms: str):
    assert {form: stem(form, "ky") for form in forms.split()} == dict.fromkeys(
        forms.split(), shared
    )


@pytest.mark.parametrize(
    "word",
    [
        "мамлекет",
        "мектеп",
        "облус",
        "каражат",
        "айыл",
        "кеңеш",
        "таштанды",
        "калдык",
        "алтын",
        "катчы",
        "форум",
        "базар",
    ],
)
def test_a_word_that_only_looks_as_if_it_had_an_ending_is_left_alone(word: str):
    assert stem(word, "ky") == word


@pytest.mark.parametrize("word", ["көчөлар", "жолдөр", "базарте", "айылго"])
def test_an_ending_that_does_not_agree_is_none(word: str):
    assert stem(word, "ky") == word


@pytest.mark.parametrize("form", ["кенеша", "кенешу", "кенешем", "кенеш"])
def test_a_kyrgyz_word_declined_in_a_russian_sentence_is_the_same_word(form: str):
    assert stem(form, "ky") == "кенеш"


def test_kyrgyz_typed_without_its_letters_loses_the_same_endings():
    assert stem("кочолордун", "ky") == "кочо"
    assert stem("кенештин", "ky") == "кенеш"


@given(word=st.text(alphabet="абгдежзийклмнңоөпрстуүчшыэюя", min_size=1, max_size=40))
def test_any_kyrgyz_letters_have_a_stem_no_longer_than_themselves(word: str):
    assert 1 <= len(stem(word, "ky")) <= len(word) + 1  # балдар is a form of бала(лар)


if LEMMAS:  # development data that is no part of Tajryiba

    def test_the_stemmer_is_better_than_five_letters_alone():
        found = scores(Path(LEMMAS))
        *_, five = found["first five letters"]
        *_, ours = found["the stemmer"]
        assert ours > 0.85 > five
