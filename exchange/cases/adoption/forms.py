"""What people fill in of an adoption. Forms check shape; the rules are the use cases'."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.cases.adoption.adopting import LONGEST_NOTE
from exchange.cases.adoption.measuring import LONGEST_UNIT, LONGEST_WHAT
from exchange.cases.adoption.refusals import WordsNeeded
from exchange.cases.choices import AdoptionStatus
from exchange.cases.writing import typed
from exchange.cases.writing.parts import AS_A_DAY

OWN = ""  # a figure that the original does not have


def _text(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea({"rows": 4}), **options
    )


class DayField(forms.DateField):
    """A day as people type it, read as where cases are written."""

    widget = forms.DateInput({"autocomplete": "off"}, format="%d.%m.%Y")
    default_error_messages = {
        "invalid": _("Write a day as 12.03.2026, or a month as 03.2026 or March 2026."),
    }

    def to_python(self, value: Any) -> Any:
        typed_words = str(value or "").strip()
        try:
            return typed.day(typed_words) if typed_words else None
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


def _day(label: Any) -> DayField:
    return DayField(label=label, help_text=AS_A_DAY)


class FigureField(forms.DecimalField):
    """A figure as it is written in any of the languages: “1 250,5” and “1250.5” are one."""

    def to_python(self, value: Any) -> Any:
        digits = "".join(str(value or "").split()).replace(",", ".")
        # “0e999999999” is a number too, and a very long one.
        if digits and not re.fullmatch(r"-?[0-9.]+", digits):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(digits)


def _figure(label: Any) -> FigureField:
    widget = forms.TextInput({"inputmode": "decimal"})
    # Above the form the sentence stands alone: it says of which figure.
    said = format_lazy("{label}: {what}", label=label, what=_("write a number in digits: 6,5."))
    return FigureField(
        label=label,
        required=False,
        max_digits=14,
        decimal_places=2,
        widget=widget,
        error_messages={"invalid": said},
    )


class AdoptForm(forms.Form):
    """What one wants to say or ask first."""

    words = _text(
        _("Your first words to them"),
        max_length=LONGEST_NOTE,
        help_text=_(
            "Ask what you want to know. Only the staff of your two municipalities read it."
        ),
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class TalkForm(forms.Form):
    """What one side says first to the other."""

    words = forms.CharField(
        label=_("Your first words to them"),
        max_length=LONGEST_NOTE,
        help_text=_("Only the staff of your two municipalities read it."),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": WordsNeeded.message},
    )


class StepForm(forms.Form):
    """Where it stands, since when, and in one's own words."""

    status = forms.ChoiceField(
        label=_("Where does it stand?"), choices=AdoptionStatus.choices, widget=forms.RadioSelect
    )
    on = _day(_("Since which day?"))
    note = _text(
        _("In your words"),
        max_length=LONGEST_NOTE,
        help_text=_("Everybody reads it. If you stopped, write why: that helps others most."),
    )
    differs = _text(
        _("What do you do otherwise than they did?"),
        max_length=LONGEST_NOTE,
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class MeasureForm(forms.Form):
    """A figure, against one of the original or of one's own."""

    indicator = forms.ChoiceField(label=_("What was measured?"), required=False)
    what = forms.CharField(
        label=_("If it is another figure: which?"), required=False, max_length=LONGEST_WHAT
    )
    unit = forms.CharField(
        label=_("Its unit"),
        required=False,
        max_length=LONGEST_UNIT,
        help_text=_("Per cent, som, households. Of a figure of theirs it is known."),
    )
    before = _figure(pgettext_lazy("a figure", "Before"))
    after = _figure(_("Now"))
    measured_on = _day(_("Measured on"))

    def __init__(self, indicators: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["indicator"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*indicators, (OWN, _("Another figure"))]
        # Theirs first: beside their figure one's own says what came of it.
        field.initial = next((value for value, _words in indicators), OWN)
