"""What moderators and those who complain type. Forms check shape; the rules are the use cases'."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import PublishedCourse
from exchange.forum import access
from exchange.forum.choices import Complaint, TopicKind
from exchange.forum.markdown import own_words
from exchange.forum.models import Category, Post, Topic
from exchange.forum.models.moderation import REASON_LENGTH
from exchange.forum.models.topic import TITLE_LENGTH

WORDS = 14  # of an answer, by which a moderator knows it again


class ComplaintForm(forms.Form):
    """What is wrong with a post."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Complaint.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )


class ReasonForm(forms.Form):
    """Why a moderator does something."""

    reason = forms.CharField(
        label=_("Reason, which the author reads"), required=False, max_length=REASON_LENGTH
    )


class MoveForm(ReasonForm):
    """Where a topic should stand. `confirmed` is asked for once it would have more readers there."""

    field_order = ["place", "confirmed", "reason"]
    place = forms.ChoiceField(label=_("Where it should stand"))
    confirmed = forms.BooleanField(label=_("Let more people read it"), required=False)

    def __init__(self, user: access.User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        categories = Category.objects.visible_to(user)
        courses = PublishedCourse.objects.filter(language=get_language() or "ru").order_by("title")
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [
            (_("Categories"), [(f"category:{each.pk}", each.name) for each in categories]),
            (
                _("Courses"),
                [
                    (f"course:{key}", title)
                    for key, title in courses.values_list("course_key", "title")
                ],
            ),
        ]

    def where(self) -> dict[str, Any]:
        """As `move_topic` takes it."""
        kind, _sep, key = self.cleaned_data["place"].partition(":")
        if kind == "course":
            return {"course_key": UUID(key)}
        return {"category": Category.objects.get(pk=int(key))}


class MergeForm(ReasonForm):
    """The topic that it should become a part of: its number, or its address."""

    field_order = ["target", "reason"]
    target = forms.RegexField(
        r"^(?:.*/forum/topics/)?(?P<key>\d{1,15})/?(?:[?#].*)?$",
        label=_("Address of the topic that it should become a part of"),
        error_messages={"invalid": _("Copy the address of the topic here.")},
    )

    def clean_target(self) -> Topic | None:
        field = self.fields["target"]
        assert isinstance(field, forms.RegexField)
        found = field.regex.match(self.cleaned_data["target"])
        assert found, "the field has checked it"
        return Topic.objects.filter(pk=int(found["key"])).first()


class SplitForm(ReasonForm):
    """Which answers should be a topic of their own."""

    field_order = ["posts", "kind", "title", "reason"]
    posts = forms.TypedMultipleChoiceField(
        label=_("Answers that should move"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label=_("What it is"), choices=TopicKind.choices, initial=TopicKind.QUESTION
    )
    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH, required=False)

    def __init__(self, posts: Iterable[Post], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["posts"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [
            (post.pk, f"{post.author.short_name}: {Truncator(own_words(post.text)).words(WORDS)}")
            for post in posts
        ]
