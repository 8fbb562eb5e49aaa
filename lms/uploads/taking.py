"""A file that somebody uploads is taken: a picture made anew, a document as it is; others are refused in a sentence."""

# Read by people and mypy only: at run time Django's File takes no type in brackets.
from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from struct import error as StructError  # noqa: N812  it is a class
from typing import Any

from django.core.files.base import ContentFile, File
from PIL import ExifTags, Image, UnidentifiedImageError

from lms.letters import visible
from lms.uploads.kinds import extension_of, is_what_it_says
from lms.uploads.refusals import (
    DamagedPicture,
    EmptyFile,
    FileTooLarge,
    FileUnknown,
    MovingPicture,
    NoPicture,
    NotWhatItSays,
    TooManyPixels,
)
from lms.uploads.sizes import MEGABYTE, size_words

LARGEST_FILE = 10 * MEGABYTE
MOST_PIXELS = 60_000_000  # of a picture before it is made smaller; phones have up to 50 million
LONGEST_NAME = 120  # characters, as the columns have it
PICTURES = {"jpg", "jpeg", "png", "webp", "heic", "heif"}
# Only these are opened at all: what reads the others is not made for files of strangers.
PICTURE_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MOVING_FORMATS = {"PNG", "WEBP"}  # phones keep several stills of one moment in the others
DOCUMENTS = {"docx", "xlsx", "pdf", "odt", "ods", "txt", "csv"}
ACCEPTED = ",".join(f".{each}" for each in sorted(PICTURES | DOCUMENTS))  # as a form says it
# What decoders raise for what is damaged.
DAMAGE = (OSError, EOFError, ValueError, SyntaxError, RuntimeError, TypeError, StructError)
# How the pixels are turned that a camera kept as it was held; as Exif numbers it.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Taken:
    """A file as it is kept. A picture has its two sides, in pixels."""

    name: str
    extension: str
    file: File[bytes]
    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> int:
        """Bytes."""
        return self.file.size

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @property
    def columns(self) -> dict[str, Any]:
        """As the rows of files have them, wherever they hang."""
        names = ("name", "extension", "size", "width", "height", "file")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Fineness:
    """How finely pictures are kept, and how large they may be before: pixels, per cent, bytes."""

    longest_side: int
    quality: int = 80
    largest: int = LARGEST_FILE


def take(upload: File[bytes], fineness: Fineness) -> Taken:
    """The file as it may be kept.

    The content decides what it is: a picture may be called anything but a document. Raises `EmptyFile`,
    `FileTooLarge`, `FileUnknown`, `NotWhatItSays`, `NoPicture`, `DamagedPicture`, `TooManyPixels`, `MovingPicture`.
    """
    name = clean_name(upload.name or "")
    extension = extension_of(name)
    is_document = extension in DOCUMENTS
    if not upload.size:
        raise EmptyFile(name=name)
    largest = LARGEST_FILE if is_document else fineness.largest
    if upload.size > largest:
        raise FileTooLarge(name=name, size=size_words(upload.size), largest=size_words(largest))
    if not is_document:
        picture = _read_picture(upload, name, fineness.longest_side)
        out = BytesIO()
        picture.save(out, "WEBP", quality=fineness.quality)
        name = clean_name(f"{PurePath(name).stem}.webp")
        file = ContentFile(out.getvalue(), name)
        return Taken(name, "webp", file, picture.width, picture.height)
    if not is_what_it_says(upload):
        raise NotWhatItSays(name=name)
    return Taken(name, extension, File(upload.file if hasattr(upload, "file") else upload, name))


def clean_name(name: str) -> str:
    """On one line, without folders and without what turns or hides letters."""
    clean = " ".join(visible(PurePath(name.replace("\\", "/")).name).split())
    path = PurePath(clean or "file")
    return f"{path.stem[: LONGEST_NAME - len(path.suffix)]}{path.suffix}"[:LONGEST_NAME]


def upright(picture: Image.Image) -> Image.Image:
    """The picture turned right. Pillow's own way writes the rest of the Exif anew, and fails where it is nonsense."""
    picture.load()
    held = picture.getexif().get(ExifTags.Base.Orientation)
    turn = TURNS.get(held) if isinstance(held, int) else None
    return picture if turn is None else picture.transpose(turn)


def _read_picture(upload: File[bytes], name: str, longest_side: int) -> Image.Image:
    """The pixels alone: turned right, small enough for a phone, without place, camera and time."""
    upload.seek(0)
    try:
        with Image.open(upload, formats=PICTURE_FORMATS) as original:
            if original.width * original.height > MOST_PIXELS:
                raise TooManyPixels(name=name, most=MOST_PIXELS // 1_000_000)
            if original.format in MOVING_FORMATS and getattr(original, "is_animated", False):
                raise MovingPicture(name=name)
            original.draft("RGB", (longest_side, longest_side))  # a JPEG is read smaller at once
            # Before it is turned: of 60 million pixels there is room for one copy, not for three.
            original.thumbnail((longest_side, longest_side))
            picture = upright(original)
            has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
            picture = picture.convert("RGBA" if has_alpha else "RGB")
    except UnidentifiedImageError as error:
        is_called_so = extension_of(name) in PICTURES
        raise (NoPicture if is_called_so else FileUnknown)(name=name) from error
    except Image.DecompressionBombError as error:
        raise TooManyPixels(name=name, most=MOST_PIXELS // 1_000_000) from error
    except DAMAGE as error:
        raise DamagedPicture(name=name) from error
    picture.info = {}
    return picture
