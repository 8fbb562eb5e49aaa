"""The forms in which trainers write: what they need, in the order in which they think of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets.slug import SlugInput

TITLE = TitleFieldPanel(
    "title", help_text=_("Short: up to 60 letters fit on a phone without being cut.")
)
COUNTS = MultiFieldPanel(
    [
        FieldPanel("minutes", help_text=_("How long it takes; the certificate adds them up.")),
        FieldPanel("is_required"),
    ],
    heading=_("What it counts for"),
)


class LearnersPanel(Panel):
    """How many people are learning the course now, before a trainer changes it under their hands."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalogue/admin/learners_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk)


class WhatNextPanel(Panel):
    """The way from a course or module to what it consists of; Wagtail's header has it behind an arrow."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalogue/admin/inside_panel.html"

        def is_shown(self) -> bool:
            return bool(
                super().is_shown() and self.instance.pk and self.instance.creatable_subpage_models()
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "request": self.request}


def page_form(*panels: Any) -> TabbedInterface:
    """A page's form: what people read, and apart from it the address, which hardly anybody touches."""
    address = FieldPanel(
        "slug",
        widget=SlugInput,
        heading=_("Last part of the address"),
        help_text=_(
            "It is made from the title. When you change it, addresses that people have kept go on working."
        ),
    )
    return TabbedInterface(
        [
            ObjectList([LearnersPanel(), WhatNextPanel(), TITLE, *panels], heading=_("Content")),
            ObjectList([address, PublishingPanel(), CommentPanel()], heading=_("Address")),
        ]
    )
