"""What people type into the forum. Forms check shape; the rules are the use cases'."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.forum.choices import TopicKind
from exchange.forum.models.topic import TITLE_LENGTH
from exchange.forum.refusals import NothingWritten, TitleNeeded


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.Field):
    """Files below a post; each is taken or refused for itself, by the use case."""

    widget = FilesInput


class AnswerForm(forms.Form):
    """A text, and the form's own key, by which a text that is sent twice is known."""

    text = forms.CharField(
        label=_("Your answer"),
        strip=False,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": NothingWritten.message},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    uploads = FilesField(label=_("Attach files"), required=False)


class TopicForm(AnswerForm):
    """A question, or the beginning of a talk."""

    field_order = ["kind", "title", "text"]
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=TopicKind.choices,
        initial=TopicKind.QUESTION,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_("In one sentence, as you would ask a colleague."),
        widget=forms.TextInput({"maxlength": TITLE_LENGTH}),
        error_messages={"required": TitleNeeded.message},
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # as Django's own takes them
        self.fields["text"].label = _("What should colleagues know?")


class EditForm(AnswerForm):
    """A changed text, with the version that its writer saw."""

    title = forms.CharField(label=_("Title"), required=False)
    text = forms.CharField(label=_("Text"), strip=False, widget=forms.Textarea({"rows": 10}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
