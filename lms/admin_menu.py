"""Entries of the menu in Wagtail's admin that not everybody has, and that say how much waits."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class EntryFor(MenuItem):
    """An entry for those to whom `is_for` says yes; `waiting` counts what waits for them, and stands beside it."""

    def __init__(
        self,
        *args: Any,
        is_for: Callable[[Any], Any],
        waiting: Callable[[Any], int] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.is_for, self.waiting = is_for, waiting

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(self.is_for(request.user))

    def render_component(self, request: HttpRequest) -> Any:
        item = copy(self)  # which all requests share, in whatever language
        count = self.waiting(request.user) if self.waiting else 0
        if count:
            item.label = f"{self.label} ({count})"
        return MenuItem.render_component(item, request)
