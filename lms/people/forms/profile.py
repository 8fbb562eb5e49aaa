"""What somebody changes about themselves."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.people.choices import Sex
from lms.people.forms.fields import MunicipalityField, NameField, PositionField


class NameForm(forms.Form):
    family_name = NameField(
        label=_("Family name"),
        error_messages={"required": _("Write your family name.")},
        help_text=_("As it must stand on the certificate."),
    )
    given_name = NameField(
        label=_("Given name"), error_messages={"required": _("Write your given name.")}
    )
    patronymic = NameField(label=_("Patronymic"), required=False)


class WorkForm(forms.Form):
    municipality = MunicipalityField()
    position = PositionField()


class AboutForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of messages"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=Sex.choices,
        widget=forms.RadioSelect,
        help_text=_("For the report: the programme counts how many women and men were trained."),
    )


class ReasonForm(forms.Form):
    because = forms.CharField(
        label=_("Reason"),
        error_messages={"required": _("Write the reason: the person will read it.")},
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
