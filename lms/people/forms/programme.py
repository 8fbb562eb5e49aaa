"""What a manager fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people import access
from lms.people.choices import Role
from lms.people.forms.fields import municipality_choices
from lms.people.models import Municipality, Person


class GrantForm(forms.Form):
    """A role that the manager may give to this person."""

    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    municipality = forms.ChoiceField(
        label=_("Municipality"),
        required=False,
        help_text=_("Only for a coordinator."),
    )

    def __init__(self, *args: Any, by: Person, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [role for role in Role if access.can_grant(by, role, person)]
        role, municipality = self.fields["role"], self.fields["municipality"]
        assert isinstance(role, forms.ChoiceField)
        assert isinstance(municipality, forms.ChoiceField)
        role.choices = [(role.value, role.label) for role in allowed]
        municipality.choices = municipality_choices()[:-1]  # without “none of these”

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean_municipality(self) -> Municipality | None:
        key = self.cleaned_data["municipality"]
        return Municipality.objects.get(pk=key) if key else None
