"""Translations as the program reads them: `.mo` files beside the `.po` files, made without gettext's tools."""

from collections.abc import Iterable
from pathlib import Path

import polib
from django.utils.translation.reloader import translation_file_changed


def compile_catalogues(folders: Iterable[Path]) -> list[Path]:
    """Write the `.mo` of every `.po` that is newer than its own, and have it read. Returns those written."""
    written = []
    for source in sorted(path for folder in folders for path in folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            unfinished = target.with_suffix(".unfinished")
            polib.pofile(str(source)).save_as_mofile(str(unfinished))
            unfinished.replace(target)  # another process may be reading
            # Django may have looked for it already, and would keep for ever that there was none: the first
            # start on a fresh machine spoke English to whoever chose Russian.
            translation_file_changed(None, target)
            written.append(target)
    return written
