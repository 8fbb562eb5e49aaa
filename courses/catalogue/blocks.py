"""What a lesson is built from. Each block renders by templates/catalogue/blocks/ to light HTML of the design."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtailmedia.blocks import AbstractMediaChooserBlock

from courses.catalogue.rich_text import html_of, led_by, line_led_by
from courses.catalogue.words import length_words
from lms.uploads.sizes import size_words

TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link", "document-link"]
NUMBER = re.compile(r"[+\-−–]?\s?\d[\d\s.,\-–−]*\s?%?|[-–—]?")  # dashes as people type them
COLUMNS_AT_FIRST = 3  # of a new table
MANY_COLUMNS = 5  # from here on a table scrolls within itself on a phone

WORDS, FILES, LISTS = _("Words"), _("Pictures and files"), _("Lists and tables")

Context = dict[str, Any]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        label = _("Heading")
        description = _("Begins a part of the lesson.")
        group = WORDS
        icon = "title"
        template = "catalogue/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    class Meta:
        label = _("Text")
        description = _("Paragraphs and lists, with bold words and links.")
        group = WORDS
        icon = "pilcrow"
        template = "catalogue/blocks/text.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context: Context = super().get_context(value, parent_context=parent_context)
        return context | {"html": html_of(value)}


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
        description = _("A photograph or a drawing, with what it shows said in words.")
        group = FILES
        icon = "image"
        template = "catalogue/blocks/figure.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Title"), max_length=120)

    class Meta:
        label = _("Document")
        description = _("A file to take away: a form, a table, a model letter.")
        group = FILES
        icon = "doc-full"
        template = "catalogue/blocks/document.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context: Context = super().get_context(value, parent_context=parent_context)
        document = value["document"]
        if document:
            context["kind"] = document.file_extension.upper()
            context["size"] = size_words(document.get_file_size() or 0)
        return context


class MediaChooserBlock(AbstractMediaChooserBlock):
    def render_basic(self, value: Any, context: Context | None = None) -> str:
        return str(value)


class MediaBlock(blocks.StructBlock):
    """A video or a recording: nothing of it is loaded before the reader starts it."""

    media = MediaChooserBlock(label=_("Video or audio file"))
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    captions = DocumentChooserBlock(
        label=_("Captions"),
        required=False,
        help_text=_("A .vtt file with what is said, for people who do not hear it."),
    )
    transcript = blocks.RichTextBlock(
        label=_("What is said, as text"),
        features=["bold", "italic", "ul", "ol", "link"],
        required=False,
        help_text=_("Many read it instead of loading the file."),
    )

    class Meta:
        label = _("Video or audio")
        description = _("Nothing is loaded before the reader starts it.")
        group = FILES
        icon = "media"
        template = "catalogue/blocks/media.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context: Context = super().get_context(value, parent_context=parent_context)
        media = value["media"]
        if media:
            context["size"] = size_words(media.file.size)
            context["length"] = length_words(media.duration) if media.duration else ""
            context["transcript"] = html_of(value["transcript"])
            context["source"] = media.sources[0]
        return context


class CalloutBlock(blocks.StructBlock):
    TONES = {
        "tip": "tip",
        "law": "",
        "warning": "warn",
        "example": "good",
    }  # as the style sheet names them

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
        description = _("Advice, a law, a warning or an example, set apart.")
        group = WORDS
        icon = "info-circle"
        template = "catalogue/blocks/callout.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context: Context = super().get_context(value, parent_context=parent_context)
        context["tone"] = self.TONES[value["tone"]]
        return context | {"html": led_by(value["title"], value["text"])}


class RowBlock(blocks.StructBlock):
    """A row of a table, cell by cell, so that each cell keeps its identity in translation."""

    cells = blocks.ListBlock(blocks.CharBlock(required=False, label=_("Cell")), label=_("Cells"))

    class Meta:
        label = _("Row")


class ColumnsBlock(blocks.ListBlock):
    class Meta:
        default = [""] * COLUMNS_AT_FIRST


class RowsBlock(blocks.ListBlock):
    class Meta:
        default = [{"cells": [""] * COLUMNS_AT_FIRST}] * 2


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("Title of the table"), max_length=160)
    head = ColumnsBlock(
        blocks.CharBlock(required=False, label=_("Column")), label=_("Columns"), min_num=2
    )
    rows = RowsBlock(RowBlock(), label=_("Rows"), min_num=1)

    class Meta:
        label = _("Table")
        description = _("Three or four columns fit on a phone.")
        help_text = _(
            "A table that you have copied in Word or Excel can be pasted whole: into the first of the columns."
        )
        group = LISTS
        icon = "table"
        template = "catalogue/blocks/table.html"

    def clean(self, value: Any) -> Any:
        """Every row has a cell for every column; a draft may be unfinished."""
        cleaned = super().clean(value)
        columns = len(cleaned["head"])
        wrong = {
            number: ValidationError(
                _("This row has %(cells)s cells, and there are %(columns)s columns."),
                params={"cells": len(row["cells"]), "columns": columns},
            )
            for number, row in enumerate(cleaned["rows"])
            if len(row["cells"]) != columns
        }
        if wrong and not self.is_deferred_validation:
            raise StructBlockValidationError(
                block_errors={"rows": ListBlockValidationError(block_errors=wrong)}
            )
        return cleaned

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Cells beside the class of their column: figures stand at its end."""
        context: Context = super().get_context(value, parent_context=parent_context)
        rows = [list(row["cells"]) for row in value["rows"]]
        classes = [_column_class(column, rows) for column in range(len(value["head"]))]
        context["head"] = list(zip(value["head"], classes, strict=True))
        context["rows"] = [list(zip(row, classes, strict=False)) for row in rows]
        context["is_wide"] = len(classes) >= MANY_COLUMNS
        return context


def _column_class(column: int, rows: list[list[str]]) -> str:
    """`n` for a column of nothing but figures; the first one names the rows."""
    cells = [row[column].strip() for row in rows if len(row) > column]
    is_figures = any(cells) and all(NUMBER.fullmatch(cell) for cell in cells)
    return "n" if column and is_figures else ""


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Step"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, required=False)

    class Meta:
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    items = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        label = _("Steps in order")
        description = _("What to do first, second, third.")
        group = LISTS
        icon = "list-ol"
        template = "catalogue/blocks/steps.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context: Context = super().get_context(value, parent_context=parent_context)
        return context | {"steps": [line_led_by(s["title"], s["text"]) for s in value["items"]]}


class ChecklistBlock(blocks.StructBlock):
    """A list to tick; a learner's ticks are kept by the items' ids."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Item"), max_length=300), label=_("Items"))

    class Meta:
        label = _("Checklist")
        description = _("What the reader ticks off at work; the ticks are kept.")
        group = LISTS
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
        description = _("Questions and answers that open one by one.")
        group = LISTS
        icon = "help"
        template = "catalogue/blocks/accordion.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context: Context = super().get_context(value, parent_context=parent_context)
        return context | {"items": [(i["title"], html_of(i["text"])) for i in value["items"]]}


class LinkCardBlock(blocks.StructBlock):
    """A way to another course or lesson."""

    page = blocks.PageChooserBlock(label=_("Page"))
    text = blocks.CharBlock(label=_("Why to go there"), max_length=200, required=False)

    class Meta:
        label = _("Link to a lesson")
        description = _("A way to another course or lesson.")
        group = WORDS
        icon = "link"
        template = "catalogue/blocks/link_card.html"

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """The target in the language of the text, if it has been translated; only what is published."""
        context: Context = super().get_context(value, parent_context=parent_context)
        target, page = value["page"], context.get("page")
        if target and page and target.locale_id != page.locale_id:
            same = Page.objects.filter(translation_key=target.translation_key, live=True)
            target = same.filter(locale=page.locale_id).first() or target
        return context | {"target": target if target and target.live else None}


class LessonBlocks(blocks.StreamBlock):
    """The body of a lesson."""

    heading = HeadingBlock(max_length=120)
    text = TextBlock(features=TEXT_FEATURES)
    figure = FigureBlock()
    media = MediaBlock()
    document = DocumentBlock()
    callout = CalloutBlock()
    table = TableBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    accordion = AccordionBlock()
    link_card = LinkCardBlock()
