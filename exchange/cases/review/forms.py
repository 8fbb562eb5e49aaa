"""What is said in a review: words, and of which part; on the pages of either side."""

from django import forms
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from exchange.cases.choices import Evidence, Part, ReviewStep
from exchange.cases.models import CaseDraft, ReviewComment
from exchange.cases.models.review import LONGEST
from exchange.cases.review.page_form import UNEXPLAINED
from exchange.cases.review.talk import comment, settle
from lms.keys import key_from
from lms.people.models import Person


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


class PassForm(forms.Form):
    """How far the results are proved, without which nobody passes a case; and what of it was read."""

    evidence_level = forms.TypedChoiceField(
        label=_("How far the results are proved"),
        choices=Evidence.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    evidence_reason = forms.CharField(
        label=_("Why this level"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": UNEXPLAINED},
    )
    step = forms.TypedChoiceField(
        choices=ReviewStep.choices, coerce=ReviewStep, widget=forms.HiddenInput
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


def act(
    sent: QueryDict, form: CommentForm, *, by: Person, draft: CaseDraft
) -> ReviewComment | None:
    """Write or settle what was sent; None if the form has to be mended.

    Raises `Http404` for what was not said of this draft, and what `comment` and `settle` raise.
    """
    said = ReviewComment.objects.filter(draft=draft)
    if settled := sent.get("settle", ""):
        return settle(by=by, comment=get_object_or_404(said, pk=key_from(settled) or 0))
    if not form.is_valid():
        return None
    answered = sent.get("answers", "")
    asked = get_object_or_404(said, pk=key_from(answered) or 0) if answered else None
    return comment(by=by, draft=draft, answers=asked, **form.cleaned_data)
