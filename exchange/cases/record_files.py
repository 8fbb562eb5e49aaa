"""Files that stand beside records: taken as those are that people upload, and kept as files of Wagtail."""

from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.images import ImageFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from exchange.cases.writing.photos import FINENESS
from lms.uploads.refusals import NotTaken, NotWhatItSays
from lms.uploads.taking import take


class NoSuchFile(NotTaken):
    message = _("there is no file “%(name)s”")


def kept_file(folder: Path | None, name: Any, collection: Collection, *, is_photo: bool) -> int:
    """The key of the picture or document, made when it is first needed.

    Raises `NoSuchFile`, `NotWhatItSays`, and what `lms.uploads.taking.take` raises.
    """
    path = (folder / str(name)) if folder and name else None
    if (
        path is None
        or folder is None
        or not path.is_file()
        or folder.resolve() not in path.resolve().parents
    ):
        raise NoSuchFile(name=name)
    model: Any = get_image_model() if is_photo else get_document_model()
    known = model.objects.filter(title=path.name, collection=collection).first()
    if known is None:
        taken = take(ContentFile(path.read_bytes(), name=path.name), FINENESS)
        if taken.is_picture is not is_photo:
            raise NotWhatItSays(name=path.name)
        file = (ImageFile if is_photo else File)(taken.file, name=taken.name)
        known = model.objects.create(title=path.name, collection=collection, file=file)
    return int(known.pk)
