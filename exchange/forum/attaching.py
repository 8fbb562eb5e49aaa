"""Pictures and documents below a post. They are taken when they arrive, so that a refused post does not lose them."""

# Read by people and mypy only: at run time Django's File takes no type in brackets.
from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from exchange.forum import access
from exchange.forum.models import Attachment, Post
from exchange.forum.refusals import TooManyFiles, TooManyFilesWait
from lms.after_commit import after_commit
from lms.people.models import Person
from lms.rules import require
from lms.uploads.taking import Fineness, take

if TYPE_CHECKING:
    from django.core.files.base import File

MOST_FILES = 5  # below one post
MOST_WAITING = 30  # of one person, in all places where something is being written
FINENESS = Fineness(longest_side=1600)  # a contract that was photographed can be read


def take_upload(
    *, person: Person, place: str, upload: File[bytes], post: Post | None = None
) -> Attachment:
    """Keep a file until what is written there is sent. `post`: the one that is being changed.

    Raises `TooManyFiles`, `TooManyFilesWait`, and what `lms.uploads.taking.take` raises.
    """
    require(access.can_edit(person, post) if post else access.can_write(person))
    _check_number(person, place, post)
    taken = take(upload, FINENESS)  # outside of the transaction: a photograph takes a second
    with transaction.atomic():
        # Locked: of those that arrive at once each counts those before it.
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        _check_number(person, place, post)
        return Attachment.objects.create(person=person, place=place, **taken.columns)


def _check_number(person: Person, place: str, post: Post | None) -> None:
    count = Attachment.objects.waiting(person.pk, place).count()
    if post:
        count += post.attachments.count()
    if count >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    if Attachment.objects.filter(person=person, post=None).count() >= MOST_WAITING:
        raise TooManyFilesWait(most=MOST_WAITING)


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
