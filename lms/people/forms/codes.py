"""Codes that a coordinator gave: into the programme, or back into one's account."""

from allauth.account.fields import SetPasswordField
from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.forms.entrance import PASSWORD_RULE
from lms.people.forms.fields import PositionField

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class InvitationCodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code of the invitation"),
        error_messages={"required": _("Write the code of the invitation.")},
        help_text=_("16 digits; spaces do not matter."),
        widget=forms.TextInput(attrs=DIGITS),
        max_length=40,
    )


class ReturnCodeForm(forms.Form):
    """The number by which the account is known, the code, and the new password."""

    phone = forms.CharField(
        label=_("Phone number"),
        error_messages={"required": _("Write your phone number.")},
        help_text=_("For example 0700 123 456"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        max_length=40,
    )
    code = forms.CharField(
        label=_("The code from your coordinator"),
        error_messages={"required": _("Write the code from your coordinator.")},
        help_text=_("12 digits; spaces do not matter."),
        widget=forms.TextInput(attrs=DIGITS),
        max_length=40,
    )
    password = SetPasswordField(
        label=_("A new password"),
        help_text=PASSWORD_RULE,
        error_messages={"required": _("Write a password.")},
    )


class AcceptForm(forms.Form):
    """What somebody with an account still has to say when they accept an invitation."""

    position = PositionField()
