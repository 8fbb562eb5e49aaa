"""Pictures and documents that stand below a post, private with its topic."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from exchange.forum import access
from exchange.forum.models.post import Post
from lms import clock
from lms.prepared import Slot


def where_kept(attachment: "Attachment", _name: str) -> str:
    """By its key alone: the folder is served by nobody but the view that asks who may read the topic."""
    return f"forum_attachments/{attachment.key.hex[:2]}/{attachment.key.hex}.{attachment.extension}"


def waiting_in(person_id: int | Slot, place: str | Slot) -> Q:
    """What somebody has uploaded in a place and not sent yet."""
    return Q(person=person_id, place=place, post=None)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: access.User) -> Self:
        """Below posts that the person reads or reviews, and what they have uploaded and not sent yet."""
        readable = Q(post__in=Post.objects.visible_to(user))
        if access.is_moderator(user):
            readable |= Q(post__in=Post.objects.filter(access.posts_to_review(user)))
        if not user.is_anonymous:
            readable |= Q(person=user.pk, post=None)
        return self.filter(readable)

    def waiting(self, person_id: int | Slot, place: str | Slot) -> Self:
        """Uploaded there and not sent yet."""
        return self.filter(waiting_in(person_id, place))


class Attachment(models.Model):
    """A file below a post. Until it is sent, `post` is empty and `place` is that of the draft."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    place = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=120)  # as it was called by whoever uploaded it
    extension = models.CharField(max_length=5)
    size = models.PositiveIntegerField()  # bytes
    width = models.PositiveIntegerField(null=True, blank=True)  # pixels, of a picture
    height = models.PositiveIntegerField(null=True, blank=True)
    file = models.FileField(upload_to=where_kept, max_length=120)
    created_at = models.DateTimeField(default=clock.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post=None) & ~Q(place="") | Q(post__isnull=False, place=""),
                name="an_attachment_is_below_a_post_or_waits_in_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(width=None, height=None) | Q(width__isnull=False, height__isnull=False),
                name="a_picture_has_two_sides",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "place"], condition=Q(post=None), name="uploads_that_wait"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.width is not None
