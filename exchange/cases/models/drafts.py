"""A case while it is written outside the admin: its parts, each saved by itself, and who writes them."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Case as Switch
from django.db.models import Exists, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document
from wagtail.images.models import Image

from exchange.cases import access
from exchange.cases.choices import DraftState, Level, Part
from exchange.cases.models.published import Case
from exchange.forum.models import Post, Topic
from lms import clock
from lms.people.models import Membership, Municipality, Person
from lms.rules import Refusal


def headline_at(draft: str) -> Subquery:
    """In a query: the title that was typed last into the draft whose key stands in that column."""
    basics = DraftPart.objects.filter(draft=OuterRef(draft), part=Part.BASICS)
    return Subquery(basics.order_by("-version").values("data__title")[:1])


class DraftDeleted(Refusal):
    message = _("This draft was deleted meanwhile.")


class CaseDraftQuerySet(models.QuerySet["CaseDraft"]):
    def visible_to(self, user: access.User) -> Self:
        return self.filter(access.drafts_visible_to(user)).distinct()

    def written_by(self, user: access.User) -> Self:
        return self.filter(access.drafts_written_by(user)).distinct()

    def with_headline(self) -> Self:
        """With the title that was typed last, as `headline`; None as long as there is none."""
        return self.annotate(headline=headline_at("pk"))

    def with_withdrawal(self) -> Self:
        """With the reason for which its case was withdrawn after this draft was published, in the names of the case."""
        gone = Case.objects.filter(key=OuterRef("key"), withdrawn_at__isnull=False)
        why = {
            name: Switch(
                When(state=DraftState.PUBLISHED, then=Subquery(gone.values(name)[:1])), default=None
            )
            for name in ("withdrawn_because", "withdrawn_because_ky")
        }
        return self.annotate(**why)

    def one_of_each(self) -> Self:
        """The draft of each case that is written now, or was last."""
        later = CaseDraft.objects.filter(key=OuterRef("key"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))

    def with_address(self) -> Self:
        """With the last part of the address under which its case is published now, as `slug`; None if it is not."""
        shown = Case.objects.filter(key=OuterRef("key"), taken_down_at=None)
        return self.annotate(slug=Subquery(shown.values("slug")[:1]))

    def newest(self, key: uuid.UUID) -> "CaseDraft | None":
        """The draft of the case of that key that is written now, or was last."""
        return self.filter(key=key).order_by("-pk").first()

    def locked(self, pk: int) -> "CaseDraft":
        """The draft as it is now; whoever else acts on it waits. Before all else: its pages and rows come after.

        Raises `DraftDeleted`.
        """
        found = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if found is None:
            raise DraftDeleted
        return found


class CaseDraft(models.Model):
    """A case, or a revision of a published one, that people of one municipality write.

    `key` becomes the `translation_key` of its page, or is that of the case that is revised: there is one open draft
    of a case. `submitted_at` locks the parts; a reviewer who asks for changes opens them again.
    """

    key = models.UUIDField(default=uuid.uuid4)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="case_drafts")
    language = models.CharField(max_length=2)
    level = models.CharField(max_length=5, choices=Level.choices, default=Level.SHORT)
    state = models.CharField(max_length=9, choices=DraftState.choices, default=DraftState.WRITING)
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    client_id = models.UUIDField(unique=True)  # of the form that began it: sent twice is once
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="case_drafts")
    adoption = models.ForeignKey(
        "cases.Adoption", models.PROTECT, null=True, related_name="case_drafts"
    )
    page_id = models.BigIntegerField(null=True)  # made of it when it was first submitted
    is_illustrative = models.BooleanField(default=False)  # of the demonstration
    started_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = CaseDraftQuerySet.as_manager()
    # Of an instance, not of the row: among whose drafts it was found when it was read for one answer.
    found_for: "Person | None" = None

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(state=DraftState.PUBLISHED),
                name="a_case_is_written_in_one_draft_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="a_case_is_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DraftState.SUBMITTED, DraftState.PUBLISHED])
                | Q(submitted_at__isnull=False, page_id__isnull=False),
                name="what_is_reviewed_was_submitted_and_has_a_page",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Its parts can be written."""
        return self.state in {DraftState.WRITING, DraftState.CHANGES}


class CoAuthor(models.Model):
    """A colleague who writes a draft too, as long as they work in its municipality."""

    draft = models.ForeignKey(CaseDraft, models.CASCADE, related_name="co_authors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "person"], name="a_co_author_is_named_once_in_a_draft"
            ),
        ]


class DraftPart(models.Model):
    """A part as somebody saved it. The latest version is the part; the earlier ones stay, so that nothing is lost.

    What one person saves in one sitting is one row, which began `at`; its version grows with every save.

    `data` has the fields of a record (`exchange.cases.records`), as they were typed: also what is not right yet.
    """

    draft = models.ForeignKey(CaseDraft, models.CASCADE, related_name="parts")
    part = models.CharField(max_length=8, choices=Part.choices)
    version = models.PositiveIntegerField()
    data = models.JSONField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    is_of_review = models.BooleanField(default=False)  # a reviewer's hand, in the admin
    sitting = models.UUIDField(null=True)  # of the opened form that saved it last

    class Meta:
        ordering: ClassVar[list[str]] = ["part", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "part", "version"], name="a_part_has_each_version_once"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="versions_count_from_one"),
        ]


def where_kept(file: "DraftFile", _name: str) -> str:
    """By its key alone: nobody serves the folder but the view that asks who may see the draft."""
    return f"case_drafts/{file.key.hex[:2]}/{file.key.hex}.{file.extension}"


class DraftFileQuerySet(models.QuerySet["DraftFile"]):
    def visible_to(self, user: access.User) -> Self:
        """Whoever reads the draft; what is published, everybody gets as a file of its page."""
        return self.filter(draft__in=CaseDraft.objects.visible_to(user))


class DraftFile(models.Model):
    """A photograph or a document of a draft: private until it is published, then a picture or document of Wagtail."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(CaseDraft, models.CASCADE, related_name="files")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)  # as it was called by whoever uploaded it
    extension = models.CharField(max_length=5)
    size = models.PositiveIntegerField()  # bytes
    width = models.PositiveIntegerField(null=True)  # pixels, of a photograph
    height = models.PositiveIntegerField(null=True)
    file = models.FileField(upload_to=where_kept, max_length=120)
    image = models.ForeignKey(Image, models.SET_NULL, null=True, related_name="+")
    document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = DraftFileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(width=None, height=None) | Q(width__isnull=False, height__isnull=False),
                name="a_photograph_has_two_sides",
            ),
        ]

    @property
    def is_picture(self) -> bool:
        return self.width is not None


class Credit(models.Model):
    """Whose words of the forum stand in a draft: they are named once they have agreed, and asked but once."""

    draft = models.ForeignKey(CaseDraft, models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "post"], name="a_post_is_credited_once"),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(refused_at=None),
                name="nobody_both_agrees_and_refuses_to_be_named",
            ),
        ]
