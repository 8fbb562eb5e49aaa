"""Every sentence of the sources stands in the Kyrgyz and the Russian catalogue, translated, with its placeholders.

English needs no catalogue: it is what the sources are written in. Django's `makemessages` (which needs gettext's
`xgettext`) collects the sentences into a copy of the sources, so that nothing here is touched.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import polib

BASE_DIR = Path(__file__).resolve().parents[2]
SOURCES = ("lms", "courses", "exchange", "search", "templates")
DOMAINS = ("django", "djangojs")
LANGUAGES = ("ky", "ru")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdrif]|\{[^{}]*\}")

Key = tuple[str | None, str]


def collected(folder: Path) -> dict[str, dict[Key, polib.POEntry]]:
    """What the sources ask for, by domain."""
    for name in SOURCES:
        shutil.copytree(
            BASE_DIR / name,
            folder / name,
            ignore=shutil.ignore_patterns("migrations", "locale*", "__pycache__", "demo"),
        )
    (folder / "locale").mkdir()
    for domain in DOMAINS:
        command = [sys.executable, "-m", "django", "makemessages", "-l", "en", "-d", domain]
        subprocess.run(  # noqa: S603  our own command
            [*command, "--no-obsolete", "-v", "0"],
            cwd=folder,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": ""},
            check=True,
        )
    return {
        domain: entries(folder / "locale/en/LC_MESSAGES" / f"{domain}.po") for domain in DOMAINS
    }


def entries(path: Path) -> dict[Key, polib.POEntry]:
    """The living entries of a catalogue; none when there is no such file."""
    if not path.exists():
        return {}
    return {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path)) if not e.obsolete}


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text.replace("%%", "")))


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def complaint(wanted: polib.POEntry, entry: polib.POEntry | None) -> str | None:
    """What is wrong with a translation, or None."""
    if entry is None or not all(texts(entry)):
        return "is not translated"
    if entry.fuzzy:
        return "is a guess (fuzzy)"
    if bool(entry.msgid_plural) != bool(wanted.msgid_plural):
        return "has the wrong plural forms"
    patterns = [placeholders(text) for text in (wanted.msgid, wanted.msgid_plural) if text]
    # A singular may leave its number out ("an hour ago").
    if wanted.msgid_plural:
        patterns.append(patterns[0] - Counter(dict.fromkeys(patterns[0], 1)))
    if any(placeholders(text) not in patterns for text in texts(entry)):
        return "has other placeholders"
    return None


def complaints() -> list[str]:
    """A line for each sentence that somebody would read in the wrong language."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = collected(Path(folder))
    lines = []
    for language in LANGUAGES:
        for domain in DOMAINS:
            path = BASE_DIR / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
            there = entries(path)
            for key, entry in wanted[domain].items():
                if found := complaint(entry, there.get(key)):
                    place = ":".join(entry.occurrences[0]) if entry.occurrences else domain
                    lines.append(f"{language}: “{entry.msgid}” {found} ({place})")
            lines += [
                f"{language}: “{msgid}” is translated, but no source has it ({path.name})"
                for context, msgid in there.keys() - wanted[domain].keys()
            ]
    return lines


if __name__ == "__main__":
    found = complaints()
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.exit(1 if found else 0)
