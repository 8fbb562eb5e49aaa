"""Translations are compiled by the program itself, while it may have begun to speak already."""

from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from pytest_django.fixtures import Settings

from lms.catalogues import compile_catalogues


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.LOCALE_PATHS = [tmp_path]
    (tmp_path / "ru" / "LC_MESSAGES").mkdir(parents=True)
    forget = tmp_path / "forget.mo"
    translation_file_changed(None, forget)
    yield tmp_path
    translation_file_changed(None, forget)


def test_what_is_compiled_is_spoken_even_when_django_had_looked_before(folder: Path) -> None:
    with translation.override("ru"):
        assert translation.gettext("A yurt by the lake") == "A yurt by the lake"
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.append(polib.POEntry(msgid="A yurt by the lake", msgstr="Юрта у озера"))
    catalogue.save(str(folder / "ru" / "LC_MESSAGES" / "django.po"))
    compile_catalogues([folder])
    with translation.override("ru"):
        assert translation.gettext("A yurt by the lake") == "Юрта у озера"
