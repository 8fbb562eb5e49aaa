"""Courses as Wagtail pages: course > module > activities; and what of them is published."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.forms import Select
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Site
from wagtail_localize.fields import SynchronizedField

from courses.catalogue.blocks import LessonBlocks
from courses.catalogue.first_language import OfFirstLanguage
from courses.catalogue.objections import ObjectedPageForm
from courses.catalogue.panels import COUNTS, page_form
from lms import clock
from lms.people.models import InThreeLanguages


class Topic(InThreeLanguages):
    """What a course is about; an editable list."""

    key = models.SlugField(max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "key"]


class PrerequisiteBlock(blocks.StructBlock):
    course = blocks.PageChooserBlock(page_type="catalogue.CoursePage", label=_("Course"))
    blocks_start = blocks.BooleanBlock(
        required=False,
        label=_("Nobody starts without it"),
        help_text=_("Unticked, it is only advice."),
    )

    class Meta:
        label = _("Course to take first")


# Addresses are made of the source's slugs: translators have nothing to do with them.
NOT_FOR_TRANSLATORS = [SynchronizedField("slug", overridable=False)]
# What is published is read by everybody: Wagtail's “privacy” would promise what our addresses do not keep.
NO_WAY_TO_HIDE: list[str] = []


class Readable(models.Model):
    """A page that readers find under /courses/; Wagtail shows and links to it there."""

    base_form_class: ClassVar[type[ObjectedPageForm]] = ObjectedPageForm
    override_translatable_fields: ClassVar[list[Any]] = NOT_FOR_TRANSLATORS

    class Meta:
        abstract = True

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """As Wagtail asks: in the page's own language; None while it has no address yet."""
        path = Address.objects.path_of(self)
        site = Site.find_for_request(request) or Site.objects.get(is_default_site=True)
        if path is None:
            return None
        with translation.override(self._language()):
            return site.pk, site.root_url, f"{reverse('catalogue')}{path}/"

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """A draft as a learner of its own language sees it."""
        with translation.override(self._language()):
            return super().serve_preview(request, mode_name).render()  # type: ignore[misc]  # of the page beside

    def _language(self) -> str:
        locale: Locale = self.locale  # type: ignore[attr-defined]  # of the page that it is mixed into
        return str(locale.language_code)


class CourseIndexPage(Page):
    """The courses of one language."""

    preview_modes: ClassVar[list[tuple[str, str]]] = []
    private_page_options: ClassVar[list[str]] = NO_WAY_TO_HIDE
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["catalogue.CoursePage"]
    edit_handler = page_form()

    class Meta:
        verbose_name = _("courses")


class CoursePage(Readable, OfFirstLanguage):
    """A course. The tree of its source language alone says what it consists of; other languages carry text."""

    private_page_options: ClassVar[list[str]] = NO_WAY_TO_HIDE

    summary = models.CharField(_("summary"), max_length=200)
    # Null only in drafts, which save themselves while they are written.
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, verbose_name=_("topic"), related_name="+"
    )
    outcomes = StreamField(
        [("outcome", blocks.CharBlock(label=_("After the course people can"), max_length=200))],
        verbose_name=_("outcomes"),
        blank=True,
    )
    prerequisites = StreamField(
        [("prerequisite", PrerequisiteBlock())], verbose_name=_("courses to take first"), blank=True
    )
    certificate_valid_months = models.PositiveSmallIntegerField(
        _("the certificate is valid for, months"),
        null=True,
        blank=True,
        help_text=_("Leave empty if it never expires."),
    )

    admin_default_ordering = "ord"  # the order of the course, changed by dragging
    template = "catalogue/preview/course.html"  # readers get it from our own view
    parent_page_types: ClassVar[list[str]] = ["catalogue.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = ["catalogue.ModulePage"]
    edit_handler = page_form(
        FieldPanel("summary", help_text=_("One or two sentences for the list of courses.")),
        FieldPanel("topic", widget=Select),
        FieldPanel(
            "outcomes",
            help_text=_("Three to five, each beginning with a verb: “calculate the tariff”."),
        ),
        MultiFieldPanel(
            [FieldPanel("prerequisites"), FieldPanel("certificate_valid_months")],
            heading=_("Before and after the course"),
        ),
    )

    class Meta:
        verbose_name = _("course")


class ModulePage(Page):
    """A part of a course. Complete when all its required activities are."""

    admin_default_ordering = "ord"
    override_translatable_fields: ClassVar[list[Any]] = NOT_FOR_TRANSLATORS
    template = "catalogue/preview/module.html"
    private_page_options: ClassVar[list[str]] = NO_WAY_TO_HIDE
    parent_page_types: ClassVar[list[str]] = ["catalogue.CoursePage"]
    subpage_types: ClassVar[list[str]] = ["catalogue.LessonPage", "assessment.QuizPage"]
    edit_handler = page_form()

    class Meta:
        verbose_name = _("module")


class Activity(Readable):
    """What every kind of activity has. `KIND` is its name in requirements, outlines and addresses."""

    KIND: ClassVar[str]

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10)
    is_required = models.BooleanField(
        _("required for the certificate"),
        default=True,
    )
    binds_enrolled = models.BooleanField(
        _("also those still learning must do it"),
        default=False,
        help_text=_("Unticked, a new activity binds only those who enrol after its publication."),
    )

    # Whom a copy binds is asked anew.
    exclude_fields_in_copy: ClassVar[list[str]] = ["binds_enrolled"]
    private_page_options: ClassVar[list[str]] = NO_WAY_TO_HIDE

    class Meta:
        abstract = True


class LessonPage(Activity, Page):
    """A lesson to read; complete when the learner presses its button."""

    KIND = "lesson"

    body = StreamField(LessonBlocks(), verbose_name=_("body"), blank=True)

    template = "catalogue/preview/lesson.html"  # readers get it from our own view

    parent_page_types: ClassVar[list[str]] = ["catalogue.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    edit_handler = page_form(COUNTS, FieldPanel("body", heading=_("What people read")))

    class Meta:
        verbose_name = _("lesson")


class DocumentText(models.Model):
    """The words of a document's file, for the search, or why there are none (`text_of_files.Failure`)."""

    document = models.OneToOneField("wagtaildocs.Document", models.CASCADE, related_name="+")
    file = models.CharField(
        max_length=255
    )  # the file that was read: another upload has another name
    text = models.TextField(blank=True)
    failure = models.CharField(max_length=10, blank=True)
    read_at = models.DateTimeField(default=clock.now)


class PublishedCourse(models.Model):
    """What readers of one language see of a course: built in the transaction that publishes, read in one query.

    `outline` is `courses.catalogue.outline.Outline` as JSON. A course that is published in its source language has a
    row for every site language; `text_language` says in which one its words really are.
    """

    course_key = models.UUIDField()
    language = models.CharField(max_length=2)
    page_id = models.BigIntegerField()  # the source page
    text_language = models.CharField(max_length=2)
    languages = models.JSONField(
        default=list
    )  # codes in which the whole course can be read, source first
    slug = models.CharField(max_length=255)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=200)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField()  # of the required activities
    module_count = models.PositiveSmallIntegerField()
    outline = models.JSONField()
    published_at = models.DateTimeField()
    rebuilt_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["course_key", "language"], name="a_course_is_published_once_a_language"
            ),
        ]


class AddressManager(models.Manager["Address"]):
    def path_of(self, page: Any) -> str | None:
        """The current path under /courses/ of a course's or activity's page, in any language."""
        key = page.translation_key
        current = self.filter(Q(activity_key=key) | Q(course_key=key, activity_key=None))
        return current.filter(is_current=True).values_list("path", flat=True).first()


class Address(models.Model):
    """An address under /courses/ that was ever published; it leads to its content for ever."""

    path = models.CharField(
        max_length=767, unique=True
    )  # slugs of the source language: course/module/activity
    course_key = models.UUIDField()
    activity_key = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=20)  # course, lesson, quiz …
    is_current = models.BooleanField(default=True)
    since = models.DateTimeField(default=clock.now)

    objects: ClassVar[AddressManager] = AddressManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course_key", "activity_key"],
                condition=Q(is_current=True),
                nulls_distinct=False,
                name="content_has_one_current_address",
            ),
        ]
