"""What kind a file is, by its content: names are only believed where the content agrees."""

# Read by people and mypy only: at run time Django's File takes no type in brackets.
from __future__ import annotations

import zlib
from pathlib import PurePath
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

import filetype

if TYPE_CHECKING:
    from django.core.files.base import File

OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN_DOCUMENTS = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
TEXTS = {"csv", "txt", "vtt"}


def extension_of(name: str | None) -> str:
    """As the name of a file has it, in small letters and without the dot."""
    return PurePath(name or "").suffix.lower().lstrip(".")


def is_what_it_says(file: File[bytes]) -> bool:
    """Whether a document's content is of the kind that its name says."""
    extension = extension_of(file.name)
    file.seek(0)
    try:
        if extension == "pdf":
            return bool(file.read(1024).lstrip().startswith(b"%PDF-"))
        if extension in TEXTS:
            return _is_text(file, extension)
        return _is_office(file, extension)
    finally:
        file.seek(0)


def _is_text(file: File[bytes], extension: str) -> bool:
    content = file.read()
    if extension == "vtt" and not content.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return False
    return b"\x00" not in content and filetype.guess(content[:8192]) is None


def _is_office(file: File[bytes], extension: str) -> bool:
    try:
        with ZipFile(file) as parts:
            if extension in OPEN_DOCUMENTS:
                with parts.open("mimetype") as kind:
                    return kind.read(100).startswith(OPEN_DOCUMENTS[extension])
            folder = OFFICE_FOLDERS.get(extension)
            names = parts.namelist()
            return bool(folder) and any(name.startswith(str(folder)) for name in names)
    # What zipfile raises for what is damaged, locked by a password, or made in a way that it does not know.
    except (BadZipFile, KeyError, OSError, EOFError, ValueError, RuntimeError, zlib.error):
        return False
