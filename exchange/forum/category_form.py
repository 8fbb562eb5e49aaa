"""What moderators fill in of a category."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.forum.models import Category
from exchange.forum.moving import check_audience, follow_audience
from exchange.forum.refusals import MoreReaders
from lms.people.forms.names import NamesForm
from lms.rules import Refusal


class CategoryForm(NamesForm):
    """Other readers of a category are those of its topics too."""

    confirmed = forms.BooleanField(
        label=gettext_lazy("More people may read what is written there already"),
        help_text=gettext_lazy("Needed only if you give a category with topics to more readers."),
        required=False,
    )

    def clean_key(self) -> str:
        # Imported here: the addresses stand on the views.
        from exchange.forum.urls import WORDS_OF_ADDRESSES  # noqa: PLC0415

        key: str = self.cleaned_data["key"]
        if key in WORDS_OF_ADDRESSES:
            raise forms.ValidationError(_("The forum has a page of that name. Take another."))
        return key

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and "audience" in cleaned:
            before = Category.objects.get(pk=self.instance.pk)
            try:
                check_audience(before, cleaned["audience"], confirmed=cleaned["confirmed"])
            except MoreReaders as refusal:
                self.add_error("confirmed", str(refusal))
            except Refusal as refusal:
                self.add_error("audience", str(refusal))
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Category:
        category: Category = super().save(commit=commit)
        if commit:
            follow_audience(category)
        return category
