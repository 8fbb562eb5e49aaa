"""Cases as Wagtail pages, under a library in each language: what moderators edit, and drafts are revisions of."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple, Select
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from courses.catalogue.blocks import FigureBlock
from courses.catalogue.models import NO_WAY_TO_HIDE, NOT_FOR_TRANSLATORS
from courses.catalogue.panels import page_form
from exchange.cases import blocks
from exchange.cases.choices import (
    SUMMARY_LENGTH,
    Evidence,
    Level,
    Licence,
    Status,
)
from exchange.cases.models.lists import Service, Tag
from exchange.cases.models.reviewed import LibraryPermissions, ReviewedPage
from exchange.cases.page_rules import wrong_in
from lms.people.models import Municipality, Person, Position

COUNTED = _("Read from the page in the case's first language only; the same in all.")


def stream(name: str, block: Any, label: Any, **more: Any) -> StreamField:
    """Rows of one kind."""
    return StreamField([(name, block)], verbose_name=label, blank=True, **more)


def lines(name: str, label: Any) -> StreamField:
    """Sentences, one a row."""
    return stream(name, blocks.line(label), label)


class CaseLibraryPage(Page):
    """The cases of one language."""

    preview_modes: ClassVar[list[tuple[str, str]]] = []
    private_page_options: ClassVar[list[str]] = NO_WAY_TO_HIDE
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["cases.CasePage"]
    edit_handler = page_form()

    class Meta:
        verbose_name = _("case library")

    def permissions_for_user(self, user: Any) -> LibraryPermissions:
        return LibraryPermissions(user, self)

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str]:
        """As Wagtail asks: all cases, in the page's own language."""
        return _place_of(self, "cases", request)


class CasePage(ReviewedPage):
    """A case: how a municipality solved something. Facts count in the page of the source language alone."""

    override_translatable_fields: ClassVar[list[Any]] = NOT_FOR_TRANSLATORS
    private_page_options: ClassVar[list[str]] = NO_WAY_TO_HIDE
    parent_page_types: ClassVar[list[str]] = ["cases.CaseLibraryPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "cases/preview.html"  # readers get it from our own view

    # Words
    summary = models.CharField(_("summary"), max_length=SUMMARY_LENGTH)
    problem = models.TextField(_("problem"))
    done = models.TextField(_("what was done"), blank=True)
    start = models.TextField(_("where it began"), blank=True)
    terrain = models.CharField(_("terrain"), max_length=200, blank=True)
    remoteness = models.CharField(_("how remote it is"), max_length=200, blank=True)
    women = models.TextField(_("how women took part"), blank=True)
    youth = models.TextField(_("how young people took part"), blank=True)
    minorities = models.TextField(_("how minorities took part"), blank=True)
    heard = models.TextField(_("how citizens were heard"), blank=True)
    evidence_reason = models.CharField(_("why this level"), max_length=300, blank=True)
    what_is_true = models.TextField(_("what is true, and what is invented"), blank=True)
    # Rows
    partners = stream("partner", blocks.PartnerBlock(), _("Partners"))
    steps = stream("step", blocks.StepBlock(), _("Steps"))
    costs = stream("cost", blocks.CostBlock(), _("Costs"))
    funding = stream("source", blocks.FundingBlock(), _("Who paid for the launch"))
    staff = stream("staff", blocks.StaffBlock(), _("Working time"))
    equipment = lines("thing", _("Equipment"))
    legal_basis = stream("basis", blocks.LegalBasisBlock(), _("Legal basis"))
    indicators = stream("indicator", blocks.IndicatorBlock(), _("What changed"))
    difficulties = lines("difficulty", _("What went wrong"))
    lessons = lines("lesson", _("Lessons"))
    repeat_checklist = lines("item", _("What must be there to repeat it"))
    do_not_copy_if = lines("reason", _("When not to copy it"))
    files = stream("file", blocks.FileBlock(), _("Files for others to use"))
    photos = stream("photo", FigureBlock(), _("Photographs"))
    # Facts
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+", verbose_name=_("municipality")
    )
    services: Any = ParentalManyToManyField(Service, related_name="+", verbose_name=_("services"))
    tags: Any = ParentalManyToManyField(
        Tag, related_name="+", blank=True, verbose_name=_("challenges")
    )
    level = models.CharField(_("level"), max_length=5, choices=Level.choices, default=Level.SHORT)
    status = models.CharField(
        _("status"), max_length=7, choices=Status.choices, default=Status.RUNNING
    )
    is_illustrative = models.BooleanField(_("illustrative"), default=False)
    population = models.PositiveIntegerField(
        _("population"),
        null=True,
        blank=True,
        help_text=_("Empty: that of the municipality, if it is known."),
    )
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    villages = models.PositiveSmallIntegerField(_("villages"), null=True, blank=True)
    launch_cost = models.PositiveBigIntegerField(
        _("launch, som"),
        null=True,
        blank=True,
        help_text=_("Only where there are no cost rows: otherwise it is their sum."),
    )
    evidence_level = models.PositiveSmallIntegerField(
        _("evidence"), choices=Evidence.choices, default=Evidence.STORY
    )
    contact_name = models.CharField(_("whom to ask"), max_length=120, blank=True)
    contact_position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("position"),
    )
    contact_person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    contact_consented_on = models.DateField(_("agreed to be named on"), null=True, blank=True)
    open_to_visits = models.BooleanField(_("open to visits"), default=False)
    licence = models.CharField(
        _("licence"), max_length=12, choices=Licence.choices, default=Licence.CC_BY
    )
    origin = models.CharField(_("taken from"), max_length=200, blank=True)
    origin_address = models.URLField(_("its address there"), max_length=500, blank=True)
    origin_authors = models.CharField(_("its authors"), max_length=300, blank=True)
    started_on = models.DateField(_("started"), null=True, blank=True)
    reviewed_on = models.DateField(_("reviewed"), null=True, blank=True)
    confirmed_on = models.DateField(_("last confirmed true"), null=True, blank=True)
    related = StreamField(
        blocks.RelatedBlocks(), verbose_name=_("courses, topics and earlier cases"), blank=True
    )

    edit_handler = page_form(
        FieldPanel(
            "summary",
            heading=_("What it is about, in short"),
            widget=AdminAutoHeightTextInput,
            help_text=_("At most 280 characters: what was done, what it gave."),
        ),
        FieldPanel("problem", help_text=_("At most 50 words.")),
        FieldPanel("done"),
        MultiFieldPanel(
            [
                FieldPanel("municipality", widget=Select),
                FieldPanel("services", widget=CheckboxSelectMultiple),
                FieldPanel("tags", widget=CheckboxSelectMultiple),
                FieldRowPanel([FieldPanel("level"), FieldPanel("status")]),
                FieldRowPanel([FieldPanel("started_on"), FieldPanel("launch_cost")]),
                FieldPanel("is_illustrative"),
            ],
            heading=_("Facts"),
            help_text=COUNTED,
        ),
        MultiFieldPanel(
            [
                FieldPanel("start"),
                FieldRowPanel(
                    [FieldPanel("population"), FieldPanel("households"), FieldPanel("villages")]
                ),
                FieldPanel("terrain"),
                FieldPanel("remoteness"),
            ],
            heading=_("Where it was"),
        ),
        *map(FieldPanel, ("partners", "steps", "costs", "funding", "staff", "equipment")),
        *map(FieldPanel, ("legal_basis", "indicators")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("women", "youth", "minorities", "heard")],
            heading=_("Who took part"),
        ),
        *[FieldPanel(name) for name in ("difficulties", "lessons", "repeat_checklist")],
        *[FieldPanel(name) for name in ("do_not_copy_if", "files", "photos", "related")],
        MultiFieldPanel(
            [
                FieldPanel("evidence_level"),
                FieldPanel(
                    "evidence_reason", help_text=_("Without it no moderator passes the case.")
                ),
                FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("confirmed_on")]),
                FieldPanel("what_is_true"),
            ],
            heading=_("Review"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldPanel("contact_position", widget=Select),
                FieldPanel("contact_consented_on"),
                FieldPanel("open_to_visits"),
            ],
            heading=_("Whom to ask"),
            help_text=_("Shown to people who have signed in."),
        ),
        MultiFieldPanel(
            list(map(FieldPanel, ("licence", "origin", "origin_address", "origin_authors"))),
            heading=_("Where it is from"),
        ),
    )

    class Meta:
        verbose_name = _("case")

    def clean(self) -> None:
        """What would not hold once it is published, said beside its field."""
        super().clean()
        if wrong := dict(wrong_in(self)):
            raise ValidationError(wrong)

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """As Wagtail asks: in the page's own language; None while it has no address yet."""
        slug = self.current_slug()
        return _place_of(self, "case", request, slug) if slug else None

    def current_slug(self) -> str | None:
        """The last part of its address, if it was ever published."""
        from exchange.cases.models.published import Case  # noqa: PLC0415  which stands on this

        slugs = Case.objects.filter(key=self.translation_key).values_list("slug", flat=True)
        return slugs.first()

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """A draft as a reader of its own language will see it."""
        with translation.override(self.locale.language_code):
            return super().serve_preview(request, mode_name).render()


def _place_of(page: Page, name: str, request: Any, *args: str) -> tuple[int, str, str]:
    """Our own address by its name, as Wagtail wants it."""
    site = Site.find_for_request(request) or Site.objects.get(is_default_site=True)
    with translation.override(page.locale.language_code):
        return site.pk, site.root_url, reverse(name, args=args)
