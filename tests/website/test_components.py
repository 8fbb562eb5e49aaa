"""Parts of pages that say something of what they are given."""

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override


def test_the_head_of_the_errors_counts_sentences_not_fields():
    """A password that is wrong in three ways has three."""
    form = forms.Form({"x": "1"})
    form.fields["password"] = forms.CharField(required=False)
    for sentence in ("Too short.", "Too common.", "Digits alone."):
        form.add_error("password", sentence)
    with override("en"):
        shown = render_to_string("components/errors.html", {"form": form})
    assert "Mend 3 things" in shown
    assert shown.count("<li>") == 3
