"""What a lesson is built from. Each block renders by templates/catalogue/blocks/ to light HTML of the design."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        label = _("Heading")
        icon = "title"
        template = "catalogue/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "catalogue/blocks/text.html"


class FigureBlock(blocks.StructBlock):
    """A picture; `alt` says what it shows to those who do not see it."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What the picture shows"),
        max_length=400,
        help_text=_("Read out to people who cannot see the picture."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "catalogue/blocks/figure.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), max_length=120)

    class Meta:
        label = _("Document")
        icon = "doc-full"
        template = "catalogue/blocks/document.html"


class CalloutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("tip", _("Advice")),
            ("law", _("Law")),
            ("warning", _("Warning")),
            ("example", _("Example")),
        ],
        default="tip",
    )
    title = blocks.CharBlock(label=_("First words"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        label = _("Callout")
        icon = "info-circle"
        template = "catalogue/blocks/callout.html"


class RowBlock(blocks.StructBlock):
    """A row of a table, cell by cell, so that each cell keeps its identity in translation."""

    cells = blocks.ListBlock(blocks.CharBlock(required=False, label=_("Cell")), label=_("Cells"))

    class Meta:
        label = _("Row")


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("Caption"), max_length=160)
    head = blocks.ListBlock(blocks.CharBlock(required=False, label=_("Column")), label=_("Columns"))
    rows = blocks.ListBlock(RowBlock(), label=_("Rows"))

    class Meta:
        label = _("Table")
        icon = "table"
        template = "catalogue/blocks/table.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Step"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, required=False)

    class Meta:
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    items = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        label = _("Steps in order")
        icon = "list-ol"
        template = "catalogue/blocks/steps.html"


class ChecklistBlock(blocks.StructBlock):
    """A list to tick; a learner's ticks are kept by the items' ids."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Item"), max_length=300), label=_("Items"))

    class Meta:
        label = _("Checklist")
        icon = "tasks"
        template = "catalogue/blocks/checklist.html"


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Question"), max_length=160)
    text = blocks.RichTextBlock(label=_("Answer"), features=TEXT_FEATURES)

    class Meta:
        label = _("Question and answer")


class AccordionBlock(blocks.StructBlock):
    items = blocks.ListBlock(AccordionItemBlock(), label=_("Questions"))

    class Meta:
        label = _("Questions that open")
        icon = "help"
        template = "catalogue/blocks/accordion.html"


class LinkCardBlock(blocks.StructBlock):
    """A way to another course or lesson."""

    page = blocks.PageChooserBlock(label=_("Page"))
    text = blocks.CharBlock(label=_("Why to go there"), max_length=200, required=False)

    class Meta:
        label = _("Link to a lesson")
        icon = "link"
        template = "catalogue/blocks/link_card.html"


class LessonBlocks(blocks.StreamBlock):
    """The body of a lesson."""

    heading = HeadingBlock(max_length=120)
    text = TextBlock(features=TEXT_FEATURES)
    figure = FigureBlock()
    document = DocumentBlock()
    callout = CalloutBlock()
    table = TableBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    accordion = AccordionBlock()
    link_card = LinkCardBlock()
