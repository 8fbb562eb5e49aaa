"""What trainers upload: checked by content, pictures without the place and camera they came from."""

# Read by people and mypy only: at run time Django's File takes no type in brackets.
from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import Any

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, UnidentifiedImageError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from courses.catalogue.documents import why_not_read
from lms.uploads.kinds import extension_of, is_what_it_says
from lms.uploads.sizes import MEGABYTE, size_words
from lms.uploads.taking import DAMAGE, upright

LONGEST_SIDE = 2560  # pixels; four times what a phone shows, and an original stays under a megabyte
MEDIA_LIMIT = 100 * MEGABYTE  # an hour of speech, or ten minutes of video for a phone
EXTENSIONS = {"JPEG": "jpg", "MPO": "jpg", "HEIF": "heic"}  # others are named as their format
DAMAGED = gettext_lazy("This picture is damaged. Open it, save it again and upload that.")


class ImageForm(BaseImageForm):
    """Wagtail's form for a picture, without labels nobody searches by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave_out(self, "tags", "description")
        upload = self.files.get(self.add_prefix("file")) if self.files else None
        if upload:
            upload.name = named_by_content(upload)

    def full_clean(self) -> None:
        """Wagtail opens the picture while it cleans; a broken one is said, not thrown."""
        try:
            super().full_clean()
        except (*DAMAGE, Image.DecompressionBombError):
            self.add_error("file", DAMAGED)

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        return without_origin(file) if "file" in self.changed_data else file


class DocumentForm(BaseDocumentForm):
    """Wagtail's form for a document; it says when the search knows no more of it than its title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave_out(self, "tags")
        why = why_not_read(self.instance)
        if why:
            self.fields["file"].help_text = _(
                "The search finds this document by its title only. %(why)s"
            ) % {"why": why}

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        if "file" in self.changed_data and is_taken(file) and not is_what_it_says(file):
            raise ValidationError(
                _("This file is not what its name says. Save it again in the program that made it.")
            )
        return file

    def _post_clean(self) -> None:
        """Wagtail looks at the name here, and finds none where the file was refused: one reason is enough."""
        if "file" not in self.errors:
            super()._post_clean()


class MediaForm(BaseMediaForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave_out(self, "tags", "thumbnail", "width", "height")
        if "duration" in self.fields:
            self.fields["duration"].label = _("Length in seconds")
            self.fields["duration"].help_text = _("Readers see it before they load the file.")

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        if file.size > MEDIA_LIMIT:
            raise ValidationError(
                _("This file has %(size)s; at most %(limit)s can be uploaded.")
                % {"size": size_words(file.size), "limit": size_words(MEDIA_LIMIT)}
            )
        if not is_recording(file, self.instance.type):
            raise ValidationError(_("This is no %(kind)s.") % {"kind": self._kind()})
        return file

    def _kind(self) -> str:
        return _("video file") if self.instance.type == "video" else _("audio file")


def leave_out(form: Any, *names: str) -> None:
    """Drop fields that would only puzzle."""
    for name in names:
        form.fields.pop(name, None)


def named_by_content(upload: File[bytes]) -> str:
    """The file's name with the extension of what it is: phones name HEIC photographs .jpg."""
    name = PurePath(upload.name or "picture")
    try:
        with Image.open(upload) as picture:
            extension = EXTENSIONS.get(picture.format or "", (picture.format or "").lower())
    except (*DAMAGE, UnidentifiedImageError, Image.DecompressionBombError):
        extension = ""  # the form's own checks say what is wrong
    finally:
        upload.seek(0)
    return f"{name.stem}.{extension}" if extension else str(name)


def without_origin(upload: File[bytes]) -> File[bytes]:
    """The picture turned right, at most `LONGEST_SIDE`, and without EXIF: no place, no camera, no time.

    HEIC becomes JPEG, which every browser shows. Raises `ValidationError` for a damaged file.
    """
    upload.seek(0)
    try:
        with Image.open(upload) as original:
            if getattr(original, "is_animated", False):
                upload.seek(0)
                return upload  # animations are made by programs, not by cameras
            picture = upright(original)
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            kind = "JPEG" if original.format in {"MPO", "HEIF"} else original.format or "PNG"
    except DAMAGE as error:
        raise ValidationError(DAMAGED) from error
    if kind == "JPEG" and picture.mode not in {"RGB", "L", "CMYK"}:
        picture = picture.convert("RGB")
    kept: dict[Any, Any] = {
        key: picture.info[key] for key in ("transparency", "icc_profile") if key in picture.info
    }
    picture.info = kept
    out = BytesIO()
    picture.save(out, kind, **({"quality": 88} if kind in {"JPEG", "WEBP", "AVIF"} else {}), **kept)
    stem = PurePath(upload.name or "picture").stem
    return ContentFile(out.getvalue(), f"{stem}.{EXTENSIONS.get(kind, kind.lower())}")


def is_taken(file: File[bytes]) -> bool:
    """Whether documents of this name are taken at all; Wagtail lists those that are."""
    return extension_of(file.name) in settings.WAGTAILDOCS_EXTENSIONS


def is_recording(file: File[bytes], kind: str) -> bool:
    """Whether the content is a video, or a sound (also in a video's container), as `kind` says."""
    file.seek(0)
    guess = filetype.guess(file.read(8192))
    file.seek(0)
    family = guess.mime.split("/")[0] if guess else ""
    return family == kind or (kind == "audio" and family == "video")
