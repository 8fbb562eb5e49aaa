"""What was deleted is gone for good after a day, and what was uploaded and never sent after two."""

from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from exchange.forum.access import DELETION_IS_UNDONE_WITHIN
from exchange.forum.attaching import delete_attachment
from exchange.forum.models import Attachment, Post, PostRevision
from lms import clock

Row = TypeVar("Row", bound=Model)
UPLOADS_WAIT = timedelta(days=2)  # with their draft, until it is sent
AT_ONCE = 500  # rows; the sweep comes again


def forget_deleted_posts() -> int:
    """Wipe what deleted posts said, once their authors cannot bring them back. The rows stay: places hang on them."""
    before = clock.now() - DELETION_IS_UNDONE_WITHIN
    gone = Post.objects.filter(deleted_at__lte=before).exclude(text="", html="")
    with transaction.atomic():
        keys = list(_left_alone(gone).values_list("pk", flat=True)[:AT_ONCE])
        for attachment in Attachment.objects.filter(post__in=keys):
            delete_attachment(attachment)
        PostRevision.objects.filter(post__in=keys).delete()
        return Post.objects.filter(pk__in=keys).update(text="", html="")


def forget_old_uploads() -> int:
    """Drop the files of drafts that nobody has sent."""
    old = Attachment.objects.filter(post=None, created_at__lte=clock.now() - UPLOADS_WAIT)
    with transaction.atomic():
        found = list(_left_alone(old)[:AT_ONCE])
        for attachment in found:
            delete_attachment(attachment)
    return len(found)


def _left_alone(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those that nobody is just merging, sending or bringing back: the sweep waits for none, and comes again."""
    return rows.order_by("pk").select_for_update(no_key=True, of=("self",), skip_locked=True)
