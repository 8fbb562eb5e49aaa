"""What is said in a review: words, and of which part; and whether a published case still works."""

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.cases.choices import Part
from exchange.cases.models.review import LONGEST


class CommentForm(forms.Form):
    """A word to the other side."""

    text = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write in words what you mean: others read it.")},
    )
    part = forms.ChoiceField(
        label=_("About which part"),
        required=False,
        choices=[("", _("About the whole case")), *Part.choices],
    )
