"""Pictures and documents below a post. They are taken when they arrive, so that a refused post does not lose them."""

# Read by people and mypy only: at run time Django's File takes no type in brackets.
from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Q
from PIL import Image, ImageOps, UnidentifiedImageError

from courses.catalogue.uploads import is_what_it_says
from courses.catalogue.words import MEGABYTE, size_words
from exchange.forum import access
from exchange.forum.models import Attachment, Post
from exchange.forum.refusals import (
    DamagedPicture,
    EmptyFile,
    FileTooLarge,
    FileUnknown,
    NotWhatItSays,
    TooManyFiles,
    TooManyFilesWait,
)
from exchange.forum.text import visible
from lms import clock
from lms.after_commit import after_commit
from lms.people.models import Person
from lms.rules import require

MOST_FILES = 5  # below one post
MOST_WAITING = 30  # of one person, in all places where something is being written
LARGEST_FILE = 10 * MEGABYTE
LONGEST_SIDE = 1600  # pixels: a contract that was photographed can be read
MOST_PIXELS = 60_000_000  # of a picture before it is made smaller; phones have up to 50 million
LONGEST_NAME = 120  # characters, as the column has it
PICTURES = {"jpg", "jpeg", "png", "webp", "heic", "heif"}
PICTURE_FORMATS = {"JPEG", "MPO", "PNG", "WEBP", "HEIF"}
# What decoders raise for what is damaged.
DAMAGE = (
    *(OSError, EOFError, ValueError, SyntaxError, RuntimeError),
    Image.DecompressionBombError,
)
DOCUMENTS = {"docx", "xlsx", "pdf", "odt", "ods", "txt", "csv"}
ACCEPTED = ",".join(f".{each}" for each in sorted(PICTURES | DOCUMENTS))  # as a form says it


def take_upload(
    *, person: Person, place: str, upload: File[bytes], post: Post | None = None
) -> Attachment:
    """Keep a file until what is written there is sent. `post`: the one that is being changed.

    Raises `TooManyFiles`, `TooManyFilesWait`, `FileTooLarge`, `FileUnknown`, `NotWhatItSays`,
    `DamagedPicture`, `EmptyFile`.
    """
    require(access.can_edit(person, post) if post else access.can_write(person))
    name = _clean_name(upload.name or "")
    _check_number(person, place, post)
    if upload.size > LARGEST_FILE:
        raise FileTooLarge(
            name=name, size=size_words(upload.size), largest=size_words(LARGEST_FILE)
        )
    if not upload.size:
        raise EmptyFile(name=name)
    extension = PurePath(name).suffix.lower().lstrip(".")
    facts: dict[str, Any] = {"extension": extension}
    if extension in PICTURES:
        upload, facts = _picture(upload, name)
        name = _clean_name(f"{PurePath(name).stem}.webp")
    elif extension not in DOCUMENTS:
        raise FileUnknown(name=name)
    elif not is_what_it_says(upload):
        raise NotWhatItSays(name=name)
    return Attachment.objects.create(
        person=person,
        place=place,
        name=name,
        size=upload.size,
        file=File(upload.file if hasattr(upload, "file") else upload, name),
        created_at=clock.now(),
        **facts,
    )


def _check_number(person: Person, place: str, post: Post | None) -> None:
    count = Attachment.objects.waiting(person.pk, place).count()
    if post:
        count += post.attachments.count()
    if count >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    if Attachment.objects.filter(person=person, post=None).count() >= MOST_WAITING:
        raise TooManyFilesWait(most=MOST_WAITING)


def _clean_name(name: str) -> str:
    """On one line, without folders and without what turns or hides letters."""
    clean = " ".join(visible(PurePath(name.replace("\\", "/")).name).split())
    path = PurePath(clean or "file")
    return f"{path.stem[: LONGEST_NAME - len(path.suffix)]}{path.suffix}"[:LONGEST_NAME]


def _picture(upload: File[bytes], name: str) -> tuple[File[bytes], dict[str, Any]]:
    """Made anew: turned right, small enough for a phone, without place, camera and time."""
    upload.seek(0)
    try:
        with Image.open(upload) as original:
            if original.format not in PICTURE_FORMATS:
                raise NotWhatItSays(name=name)
            if original.width * original.height > MOST_PIXELS:
                raise DamagedPicture(name=name)
            original.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read smaller at once
            # Before it is turned: of 60 million pixels there is room for one copy, not for three.
            original.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            picture = ImageOps.exif_transpose(original)
            has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
            picture = picture.convert("RGBA" if has_alpha else "RGB")
    except UnidentifiedImageError as error:
        raise NotWhatItSays(name=name) from error
    except DAMAGE as error:
        raise DamagedPicture(name=name) from error
    picture.info = {}
    out = BytesIO()
    picture.save(out, "WEBP", quality=80)
    facts = {"extension": "webp", "width": picture.width, "height": picture.height}
    return ContentFile(out.getvalue()), facts


@transaction.atomic
def drop_upload(*, person: Person, place: str, pk: int, post: Post | None = None) -> None:
    """Take away what waits there, or what stands below the post that is being changed."""
    if post:
        require(access.can_edit(person, post))
    here = Q(post=None, place=place) | (Q(post=post) if post else Q(pk=None))
    for attachment in Attachment.objects.filter(here, pk=pk, person=person):
        delete_attachment(attachment)


def delete_attachment(attachment: Attachment) -> None:
    """The row now, its file once that is certain."""
    name, storage = attachment.file.name, attachment.file.storage
    attachment.delete()
    after_commit(storage.delete, name)


def attach_uploads(post: Post, place: str) -> None:
    """What waits in that place stands below the post now; in the transaction that writes it."""
    waiting = Attachment.objects.waiting(post.author_id, place).values_list("pk", flat=True)
    room = MOST_FILES - post.attachments.count() if waiting else 0
    if room > 0:
        Attachment.objects.filter(pk__in=list(waiting[:room])).update(post=post, place="")
