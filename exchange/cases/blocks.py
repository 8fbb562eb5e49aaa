"""The parts of a full case, row by row. Whatever counts is a field of its own, to be checked and added up."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from courses.catalogue.models import PublishedCourse
from exchange.cases.choices import CostKind, LegalBasis, Support
from lms import clock

LINE, PARAGRAPH = 300, 2000  # characters


def line(label: Any, *, required: bool = True, length: int = LINE) -> blocks.CharBlock:
    """One line of words."""
    return blocks.CharBlock(label=label, required=required, max_length=length)


def som(*, required: bool = True) -> blocks.IntegerBlock:
    """An amount of money, in whole som."""
    return blocks.IntegerBlock(label=_("Som"), required=required, min_value=0)


class PartnerBlock(blocks.StructBlock):
    name = line(_("Who helped"), length=120)
    support = blocks.ChoiceBlock(label=_("With what"), choices=Support.choices)

    class Meta:
        label = _("Partner")
        icon = "group"


class StepBlock(blocks.StructBlock):
    title = line(_("Step"), length=120)
    text = blocks.TextBlock(label=_("What was done"), required=False, max_length=PARAGRAPH)
    who = line(_("Who"), required=False, length=160)
    when = blocks.DateBlock(label=_("When"), required=False, help_text=_("Any day of that month."))
    duration = line(_("How long"), required=False, length=80)

    class Meta:
        label = _("Step")
        icon = "list-ol"


class CostBlock(blocks.StructBlock):
    what = line(_("What for"), length=160)
    kind = blocks.ChoiceBlock(label=_("Which cost it was"), choices=CostKind.choices)
    amount = som()
    payer = line(_("Who paid"), required=False, length=160)

    class Meta:
        label = _("Cost")
        icon = "form"


class FundingBlock(blocks.StructBlock):
    source = line(_("Source"), length=160)
    amount = som(required=False)
    share = blocks.DecimalBlock(
        label=_("Share, %"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )

    class Meta:
        label = _("Source of the money")
        icon = "form"


class StaffBlock(blocks.StructBlock):
    who = line(_("Who"), length=160)
    time = line(_("How much time"), length=120)

    class Meta:
        label = _("Working time")
        icon = "user"


class LegalBasisBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=LegalBasis.choices)
    text = line(_("Act or decision"))
    article = line(_("Article"), required=False, length=60)
    document = DocumentChooserBlock(label=_("File"), required=False)
    address = blocks.URLBlock(label=_("Link"), required=False)

    class Meta:
        label = _("Legal basis")
        icon = "doc-full"


class IndicatorBlock(blocks.StructBlock):
    """What changed. Figures without a unit say nothing, and what was measured lies in the past."""

    what = line(_("What was measured"), length=160)
    unit = line(_("Unit"), required=False, length=40)
    before = blocks.DecimalBlock(
        label=pgettext_lazy("a figure", "Before"), required=False, max_digits=14, decimal_places=2
    )
    after = blocks.DecimalBlock(
        label=pgettext_lazy("a figure", "After"), required=False, max_digits=14, decimal_places=2
    )
    measured_on = blocks.DateBlock(label=_("Measured on"), required=False)
    how = line(_("How it was measured"), required=False)

    class Meta:
        label = _("Indicator")
        icon = "table"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wrong = {}
        has_figures = cleaned["before"] is not None or cleaned["after"] is not None
        if has_figures and not cleaned["unit"] and not self.is_deferred_validation:
            wrong["unit"] = ValidationError(_("Say in what it is counted."))
        if cleaned["measured_on"] and cleaned["measured_on"] > clock.today():
            wrong["measured_on"] = ValidationError(_("This day is still to come."))
        if wrong:
            raise StructBlockValidationError(block_errors=wrong)
        return cleaned


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = line(_("Title"), length=120)

    class Meta:
        label = _("File for others to use")
        icon = "doc-full"


def courses_to_choose() -> list[tuple[str, str]]:
    """What is published, by key; its name in the language of whoever writes does not matter here."""
    rows = PublishedCourse.objects.order_by("title", "language").values_list("course_key", "title")
    return [(str(key), title) for key, title in dict(rows).items()]


class RelatedBlocks(blocks.StreamBlock):
    """Courses and talk about the same, and the cases that this one builds on."""

    course = blocks.ChoiceBlock(label=_("Course"), choices=courses_to_choose, icon="openquote")
    topic = blocks.IntegerBlock(
        label=_("Topic of the forum"),
        min_value=1,
        help_text=_("The number in its address."),
        icon="comment",
    )
    case = blocks.PageChooserBlock(
        label=_("Case that this one builds on"), page_type="cases.CasePage", icon="link"
    )
