"""What rooms above object to in a page, said in its form."""

from collections.abc import Callable, Iterable
from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

# Rooms above join here: what speaks against the page as it was typed, in words.
objections: list[Callable[[Any], Iterable[Any]]] = []


class ObjectedPageForm(WagtailAdminPageForm):
    """The form of a page; for drafts and previews too."""

    def _post_clean(self) -> None:
        """Wagtail has put into the page what was typed."""
        super()._post_clean()
        for object_to in objections:
            for words in object_to(self.instance):
                self.add_error(None, words)
