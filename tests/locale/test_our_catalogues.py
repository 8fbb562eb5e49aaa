"""What our own Kyrgyz and Russian keep to. That they are whole is checked by `tests.checks translations`."""

import re
from pathlib import Path

import polib
import pytest

from tests.locale.test_third_party_catalogues import FOREIGN_LETTERS, texts

DIRECTORY = Path(__file__).resolve().parents[2] / "locale"
KYRGYZ = DIRECTORY / "ky" / "LC_MESSAGES" / "django.po"
RUSSIAN = DIRECTORY / "ru" / "LC_MESSAGES" / "django.po"
# A suffix cannot be put on what the program fills in: nobody knows its vowels.
SUFFIXED = re.compile(r"%\(\w+\)[sd][»”]?-?[а-яөүң]", re.IGNORECASE)
ORDINAL = re.compile(r"%\(\w+\)[sd]-(?:модуль|бөлүк|суроо|аракет)")

each_catalogue = pytest.mark.parametrize("path", [KYRGYZ, RUSSIAN], ids=lambda path: path.parts[-3])


def said(path: Path) -> list[str]:
    return [text for entry in polib.pofile(str(path)) for text in texts(entry)]


@each_catalogue
def test_nobody_is_shouted_at(path: Path) -> None:
    assert [text for text in said(path) if "!" in text] == []


@each_catalogue
def test_quotes_are_those_of_the_language(path: Path) -> None:
    assert [text for text in said(path) if "“" in text or "”" in text] == []


def test_our_kyrgyz_has_one_form_after_a_number() -> None:
    assert polib.pofile(str(KYRGYZ)).metadata["Plural-Forms"] == "nplurals=1; plural=0;"


def test_our_kyrgyz_is_written_with_kyrgyz_letters() -> None:
    assert [text for text in said(KYRGYZ) if FOREIGN_LETTERS.search(text)] == []


def test_no_kyrgyz_suffix_stands_on_what_the_program_fills_in() -> None:
    assert [text for text in said(KYRGYZ) if SUFFIXED.search(ORDINAL.sub("", text))] == []
