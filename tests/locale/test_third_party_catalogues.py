"""The catalogues of strings that are not ours are whole, so that no Kyrgyz page turns Russian."""

from __future__ import annotations

import gettext
import io
import re
from collections import Counter
from pathlib import Path

import polib
import pytest

DIRECTORY = Path(__file__).resolve().parents[2] / "lms" / "locale_third_party"
CATALOGUES = sorted(DIRECTORY.glob("*/LC_MESSAGES/*.po"))
KYRGYZ = [path for path in CATALOGUES if path.parts[-3] == "ky"]

PERCENT = re.compile(r"%(?:\(\w+\))?[sdrif]")
BRACES = re.compile(r"\{[^{}]*\}")
TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
# Letters of the neighbours: Kazakh, Uzbek, Tajik and Tatar have them, Kyrgyz has not.
FOREIGN_LETTERS = re.compile("[әғқҳұһіҷӣӯўҺ]", re.IGNORECASE)

each_catalogue = pytest.mark.parametrize(
    "path", CATALOGUES, ids=lambda path: "/".join(path.parts[-3:])
)
each_kyrgyz = pytest.mark.parametrize("path", KYRGYZ, ids=lambda path: path.name)


def marks(text: str) -> Counter[str]:
    """What a program fills in or reads: placeholders and HTML tags."""
    return Counter(PERCENT.findall(text.replace("%%", ""))) + Counter(
        BRACES.findall(text) + [f"<{tag.lower()}" for tag in TAG.findall(text)]
    )


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def whole(path: Path) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(polib.pofile(str(path)).to_binary()))


def test_both_domains_of_kyrgyz_are_there() -> None:
    assert {path.name for path in KYRGYZ} == {"django.po", "djangojs.po"}


@each_catalogue
def test_every_string_is_translated_and_none_is_a_guess(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    assert catalogue.untranslated_entries() == []
    assert catalogue.fuzzy_entries() == []
    assert catalogue.obsolete_entries() == []


@each_catalogue
def test_no_string_stands_twice(path: Path) -> None:
    counted = Counter((entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)))
    assert [key for key, count in counted.items() if count > 1] == []


@each_catalogue
def test_every_translation_keeps_the_placeholders_and_tags(path: Path) -> None:
    broken = []
    for entry in polib.pofile(str(path)):
        # A singular may leave its number out ("an hour ago"); then the plural is the pattern.
        patterns = [marks(entry.msgid)] + (
            [marks(entry.msgid_plural)] if entry.msgid_plural else []
        )
        broken += [(entry.msgid, text) for text in texts(entry) if marks(text) not in patterns]
    assert broken == []


@each_catalogue
def test_every_translation_keeps_the_space_around_the_original(path: Path) -> None:
    def space(text: str) -> tuple[bool, bool]:
        return text[:1].isspace(), text[-1:].isspace()

    broken = [
        (entry.msgid, text)
        for entry in polib.pofile(str(path))
        for text in texts(entry)
        if space(entry.msgid) != space(text)
    ]
    assert broken == []


@each_kyrgyz
def test_kyrgyz_has_one_form_after_a_number(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert [e.msgid for e in catalogue if e.msgid_plural and list(e.msgstr_plural) != [0]] == []


@each_kyrgyz
def test_kyrgyz_is_written_with_kyrgyz_letters(path: Path) -> None:
    strange = [
        text for e in polib.pofile(str(path)) for text in texts(e) if FOREIGN_LETTERS.search(text)
    ]
    assert strange == []


def test_a_kyrgyz_date_has_the_month_in_its_own_form() -> None:
    django = whole(DIRECTORY / "ky" / "LC_MESSAGES" / "django.po")
    assert django.gettext("November") == "ноябрь"
    assert f"24-{django.pgettext('alt. month', 'November')}" == "24-ноябры"
    assert django.ngettext("%(num)d day", "%(num)d days", 5) % {"num": 5} == "5\xa0күн"
