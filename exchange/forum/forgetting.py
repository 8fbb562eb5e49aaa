"""What was deleted is gone for good after a day, and what was uploaded and never sent after two."""

from datetime import timedelta

from django.db import transaction

from exchange.forum.access import DELETION_IS_UNDONE_WITHIN
from exchange.forum.attaching import delete_attachment
from exchange.forum.models import Attachment, Post, PostRevision
from lms import clock

UPLOADS_WAIT = timedelta(days=2)  # with their draft, until it is sent
AT_ONCE = 500  # rows; the sweep comes again


def forget_deleted_posts() -> int:
    """Wipe what deleted posts said, once their authors cannot bring them back. The rows stay: places hang on them."""
    before = clock.now() - DELETION_IS_UNDONE_WITHIN
    gone = Post.objects.filter(deleted_at__lte=before).exclude(text="", html="")
    keys = list(gone.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    with transaction.atomic():
        for attachment in Attachment.objects.filter(post__in=keys):
            delete_attachment(attachment)
        PostRevision.objects.filter(post__in=keys).delete()
        return Post.objects.filter(pk__in=keys).update(text="", html="")


def forget_old_uploads() -> int:
    """Drop the files of drafts that nobody has sent."""
    old = Attachment.objects.filter(post=None, created_at__lte=clock.now() - UPLOADS_WAIT)
    with transaction.atomic():
        found = list(old.order_by("pk")[:AT_ONCE])
        for attachment in found:
            delete_attachment(attachment)
    return len(found)
