"""In the editor, a table that was copied in Word or Excel fills the table of a lesson when it is pasted into a cell."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.blocks.struct_block import StructBlockAdapter

from courses.catalogue.blocks import TableBlock

# More is no table to read on a phone but a document, and each cell is a field that the browser has to make.
MOST_COLUMNS = 12
MOST_ROWS = 60


class TableBlockAdapter(StructBlockAdapter):
    """Wagtail's form of the block, with the script that takes what is pasted apart."""

    js_constructor = "courses.catalogue.TableBlock"

    def js_args(self, block: TableBlock) -> list[Any]:
        """What the script is told; its words in the language of whoever writes."""
        name, children, meta = super().js_args(block)
        words = {
            "replace": _("Some of these cells have words already. Replace them?"),
            "tooBig": _(
                "A table in a lesson has at most %(columns)s columns and %(rows)s rows. Paste a part of it, "
                "or add the whole table as a document."
            )
            % {"columns": MOST_COLUMNS, "rows": MOST_ROWS},
        }
        return [
            name,
            children,
            {**meta, "mostColumns": MOST_COLUMNS, "mostRows": MOST_ROWS, "words": words},
        ]

    @cached_property
    def media(self) -> forms.Media:
        """Wagtail's script first: ours stands on it."""
        media: forms.Media = super().media
        return media + forms.Media(js=["js/tables.js"])
