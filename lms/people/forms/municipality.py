"""What a coordinator fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.models import Municipality, Person


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
