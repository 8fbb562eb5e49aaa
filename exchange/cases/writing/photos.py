"""Photographs and documents of a draft: private until its case is published, then pictures and documents of Wagtail."""

# Read by people and mypy only: at run time Django's File takes no type in brackets.
from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document
from wagtail.images.models import Image

from exchange.cases import access
from exchange.cases.models import CaseDraft, DraftFile
from exchange.cases.setup import case_collection
from lms.after_commit import after_commit
from lms.rules import require
from lms.uploads.kinds import extension_of
from lms.uploads.refusals import NotTaken
from lms.uploads.sizes import MEGABYTE
from lms.uploads.taking import Fineness, Taken, take

if TYPE_CHECKING:
    from uuid import UUID

    from django.core.files.base import File

    from lms.people.models import Person

MOST_FILES = 20  # of one draft
MOST_WAITING = 100  # of one person, in drafts that were never submitted: a gigabyte at the most
# A camera's photograph of 40 MB is made smaller here: an office cannot do that on its phone. What is kept is fine
# enough for a screen that shows it whole, and weighs about a megabyte.
FINENESS = Fineness(longest_side=2560, quality=85, largest=50 * MEGABYTE)
# What stands in a form, on a phone in the hills: whoever wants to see all of it follows the link.
SMALL = Fineness(longest_side=400, quality=50, largest=50 * MEGABYTE)


class TooManyFiles(NotTaken):
    message = _("A case has at most %(most)s photographs and documents. Remove one first.")


class TooManyFilesWait(NotTaken):
    message = _(
        "%(most)s files of yours wait in drafts of cases. Submit one of them first, or delete it."
    )


def keep_upload(*, by: Person, draft: CaseDraft, upload: File[bytes]) -> DraftFile:
    """Keep a photograph or a document; one that is there already is not kept twice, as a phone on a bad link sends it.

    Raises `NotAllowed`, `TooManyFiles`, `TooManyFilesWait`, and what `lms.uploads.taking.take` raises.
    """
    require(access.can_change_draft(by, draft))
    # Outside of the transaction: a photograph takes a second.
    taken = take(upload, FINENESS)
    with transaction.atomic():
        draft = CaseDraft.objects.locked(draft.pk)
        require(access.can_change_draft(by, draft))
        return _known(draft, taken) or _kept(by, draft, taken)


def _known(draft: CaseDraft, taken: Taken) -> DraftFile | None:
    taken.file.seek(0)
    content = taken.file.read()
    alike = draft.files.filter(size=taken.size, extension=taken.extension)
    return next((each for each in alike if _content(each.file) == content), None)


def _content(file: FieldFile) -> bytes:
    with file.open() as opened:
        content: bytes = opened.read()
    return content


def _kept(by: Person, draft: CaseDraft, taken: Taken) -> DraftFile:
    if draft.files.count() >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    if DraftFile.objects.filter(person=by, draft__submitted_at=None).count() >= MOST_WAITING:
        raise TooManyFilesWait(most=MOST_WAITING)
    return _with_small(DraftFile.objects.create(draft=draft, person=by, **taken.columns))


def _with_small(file: DraftFile) -> DraftFile:
    """Keep a photograph beside itself once more, small."""
    if file.is_picture:
        small = take(ContentFile(_content(file.file), name=file.name), SMALL)
        file.file.storage.save(_small_name(file), small.file)
    return file


def _small_name(file: DraftFile) -> str:
    return str(PurePath(file.file.name or "").with_suffix(".small.webp"))


@dataclass
class Small:
    """A photograph of a draft in small, to be given as the photograph itself is."""

    key: UUID
    name: str
    file: FieldFile
    is_picture: bool = True


def small_of(file: DraftFile) -> Small | None:
    """The photograph in small; of a document nothing."""
    name = _small_name(file)
    if not file.is_picture or not file.file.storage.exists(name):
        return None
    return Small(
        file.key, f"{PurePath(file.name).stem}.webp", FieldFile(file, file.file.field, name)
    )


@transaction.atomic
def drop_file(*, by: Person, draft: CaseDraft, key: UUID) -> None:
    """Take a file out of the draft; twice is once. What is published with it stays published."""
    require(access.can_change_draft(by, draft))
    draft.files.filter(key=key).delete()


def forget_content(file: DraftFile) -> None:
    """The row is gone, with its draft or by itself: its content goes once that is certain."""
    after_commit(file.file.storage.delete, file.file.name)
    after_commit(file.file.storage.delete, _small_name(file))


@transaction.atomic
def publish_file(file: DraftFile) -> Image | Document:
    """The file as a picture or document of Wagtail, for the page of its case; made once.

    Before the page is published nobody gets at it: documents ask for a published page, and the picture is named by
    its key, which nobody guesses.
    """
    file = DraftFile.objects.select_for_update().get(pk=file.pk)
    known: Image | Document | None = file.image or file.document
    if known is not None:
        return known
    facts: dict[str, Any] = {
        "title": file.name,
        "collection": case_collection(),
        "uploaded_by_user": file.person,
    }
    content = _content(file.file)
    if file.is_picture:
        named = ImageFile(ContentFile(content), name=f"{file.key.hex}.{file.extension}")
        file.image = Image.objects.create(file=named, **facts)
    else:
        file.document = Document.objects.create(file=ContentFile(content, name=file.name), **facts)
    file.save(update_fields=["image", "document"])
    made = file.image or file.document
    assert made is not None
    return made


@transaction.atomic
def take_over(*, by: Person, draft: CaseDraft, published: Image | Document) -> DraftFile:
    """The draft's own row of what the published page of its case shows; made once. Published again, it is the same."""
    require(access.can_change_draft(by, draft))
    is_picture = isinstance(published, Image)
    facts: dict[str, Any] = {"image" if is_picture else "document": published}
    known = draft.files.filter(**facts).first()
    if known is not None:
        return known
    name = PurePath(published.filename).name
    if is_picture:
        facts |= {"width": published.width, "height": published.height}
    content = _content(published.file)
    return _with_small(
        DraftFile.objects.create(
            draft=draft,
            person=by,
            name=name,
            extension=extension_of(name),
            size=len(content),
            file=ContentFile(content, name=name),
            **facts,
        )
    )
