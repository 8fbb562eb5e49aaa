"""What a coordinator fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.models import Municipality, Person


class WholeNumber(forms.IntegerField):
    """A number that may be left open, typed with its thousands apart or not."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"inputmode": "numeric", "class": "w8", "autocomplete": "off"}
        )
        super().__init__(min_value=1, max_value=most, required=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class DescribeForm(forms.Form):
    """What is known of the municipality; nothing of it must be."""

    population = WholeNumber(5_000_000, label=_("Population"))
    population_year = WholeNumber(9999, label=_("In which year"))
    households = WholeNumber(2_000_000, label=_("Households"))
    villages = WholeNumber(500, label=_("Villages"))


class InviteForm(forms.Form):
    """For whom, and how the code gets there."""

    municipality = forms.ModelChoiceField(
        queryset=Municipality.objects.none(), label=_("Municipality"), empty_label=None
    )
    for_whom = forms.CharField(
        label=_("For whom"),
        required=False,
        max_length=100,
        help_text=_("A note for yourself, such as a name: it stands in your list only."),
    )
    sent_to = forms.CharField(
        label=_("Phone number or e-mail address"),
        required=False,
        max_length=254,
        help_text=_(
            "Then we send the invitation. Left empty, you get a link and a code to give or print."
        ),
    )

    def __init__(self, *args: Any, coordinator: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Municipality.objects.filter(pk__in=coordinator.coordinated_municipality_ids)
        field = self.fields["municipality"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset, field.initial = places, places.first()
        if len(places) == 1:
            field.widget = forms.HiddenInput()
