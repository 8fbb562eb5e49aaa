"""Pages of which all languages are translations of one: what counts is read there."""

from typing import Any

from django.db import models
from wagtail.models import Locale, Page


class OfFirstLanguage(Page):
    """A page that knows in which language it was first made; its translations copy that."""

    source_locale = models.ForeignKey(Locale, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._keep_source_locale()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Wagtail cleans drafts by this."""
        self._keep_source_locale()
        super().minimal_clean()

    def _keep_source_locale(self) -> None:
        if self.source_locale_id is None:
            self.source_locale = self.locale if self.locale_id else self.get_default_locale()
