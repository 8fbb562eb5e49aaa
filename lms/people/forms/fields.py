"""Fields that several forms share."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.kyrgyz_order import kyrgyz_key
from lms.people.models import Municipality, Position
from lms.people.names import LONGEST_NAME, clean_name

OUTSIDE = "outside"
Choices = list[tuple[str, Any]]


def municipality_choices() -> Choices:
    """The municipalities by region, in the order of the Kyrgyz alphabet, then “none of these”."""
    language = get_language() or "ru"
    regions: dict[str, list[tuple[str, str]]] = {}
    for municipality in Municipality.objects.current().select_related("district__region"):
        region = municipality.district.region.name_in(language)
        regions.setdefault(region, []).append(
            (str(municipality.pk), municipality.name_in(language))
        )
    choices: Choices = [("", _("Choose"))]
    for region in sorted(regions, key=kyrgyz_key):
        choices.append((region, sorted(regions[region], key=lambda place: kyrgyz_key(place[1]))))
    choices.append((OUTSIDE, _("None of these: I do not work in a municipality")))
    return choices


class NameField(forms.CharField):
    """A name of a person: what turns or breaks a page is taken out, the rest stays as typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_NAME)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The cleaned name; one that is empty after cleaning is missing."""
        name: str = super().clean(clean_name(super().clean(value)))
        return name


class MunicipalityField(forms.ChoiceField):
    """A municipality, or None for “none of these”."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Municipality"))
        kwargs.setdefault("error_messages", {"required": _("Choose a municipality from the list.")})
        super().__init__(choices=municipality_choices, **kwargs)

    def clean(self, value: Any) -> Municipality | None:
        """The row that was chosen."""
        key = super().clean(value)
        return None if key in {OUTSIDE, ""} else Municipality.objects.get(pk=key)


class PositionField(forms.ModelChoiceField[Position]):
    """A position of the list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Position"))
        kwargs.setdefault("empty_label", _("Choose"))
        kwargs.setdefault("error_messages", {"required": _("Choose a position from the list.")})
        super().__init__(queryset=Position.objects.all(), **kwargs)
