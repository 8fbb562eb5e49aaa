"""Shapes of what is asked: a code, a report, a reason. The rules are the use cases'."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_CODE = 100  # characters: 26, with whatever stands between them


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        help_text=_("It is printed below the text. Spaces and small letters do not matter."),
        error_messages={"required": _("Type the code that is printed on the certificate.")},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """What can be part of an address: dots and slashes alone lead elsewhere."""
        code: str = self.cleaned_data["code"]
        if not any(character.isalnum() for character in code):
            raise forms.ValidationError(self.fields["code"].error_messages["required"])
        return code


class ForgeryForm(forms.Form):
    code_as_typed = forms.CharField(
        label=_("Number or code on the paper"), max_length=LONGEST_CODE, required=False
    )
    text = forms.CharField(
        label=_("What does not match"),
        max_length=4000,
        help_text=_("Where you saw the paper, and which line differs."),
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Write what does not match.")},
    )
    contact = forms.CharField(
        label=_("Your phone number or e-mail address, if we may ask you"),
        max_length=254,
        required=False,
    )


class RevocationForm(forms.Form):
    why = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("The holder reads it; the checking page only tells that it was revoked."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write why the certificate is revoked.")},
    )


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Name, number or code"), max_length=200, required=False)
