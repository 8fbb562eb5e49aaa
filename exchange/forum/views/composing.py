"""What the three forms have in common: files, the draft, the preview, and what is put into an empty form."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.utils.safestring import SafeString

from courses.catalogue.models import PublishedCourse
from exchange.forum import access
from exchange.forum.attaching import drop_upload, take_upload
from exchange.forum.audiences import Readers
from exchange.forum.choices import Audience
from exchange.forum.drafts import PLACE, draft_of, save_draft
from exchange.forum.models import Attachment, Category, Draft, Post, Topic
from exchange.forum.rendering import render
from exchange.forum.showing import for_reading
from exchange.forum.similar import similar_to
from exchange.forum.text import clean_text
from lms import clock
from lms.keys import key_from
from lms.people.models import Person
from lms.people.views.requests import MemberRequest
from lms.rules import Refusal
from lms.uploads.taking import ACCEPTED
from search.query import Result


@dataclass
class Desk:
    """Where somebody writes: the place, and what lies there beside the text."""

    person: Person
    place: str
    readers: Readers
    post: Post | None = None  # the one that is being changed
    draft: Draft | None = None
    preview: SafeString | None = None
    similar: list[Result] | None = None
    accepted: str = ACCEPTED
    has_draft: bool = True  # False: it is known that there is none; as `has_uploads`
    has_uploads: bool = True
    opened: datetime = field(
        default_factory=clock.now
    )  # drafts that are saved later are not in the page

    def __post_init__(self) -> None:
        self.draft = draft_of(self.person, self.place) if self.has_draft else None

    @cached_property
    def files(self) -> list[Attachment]:
        """What stands below the post already, and what will."""
        mine = Attachment.objects.waiting(self.person.pk, self.place)
        waiting = list(mine) if self.has_uploads else []
        return [*self.post.attachments.all(), *waiting] if self.post else waiting

    def is_sent(self, request: MemberRequest, form: forms.Form) -> bool:
        """Take the files that came along; whether what was typed is to be sent now, or only looked at."""
        for key in map(key_from, request.POST.getlist("drop")):
            if key is not None:
                drop_upload(person=self.person, place=self.place, pk=key, post=self.post)
        form.is_valid()  # so that what is wrong with a file stands beside the rest
        for upload in request.FILES.getlist("uploads"):
            try:
                take_upload(person=self.person, place=self.place, upload=upload, post=self.post)
            except Refusal as refusal:
                form.add_error("uploads", str(refusal))
        if {"preview", "similar"} & set(request.POST):
            self._look(request, form)
            return False
        return form.is_valid()

    def _look(self, request: MemberRequest, form: forms.Form) -> None:
        title, text = request.POST.get("title", ""), request.POST.get("text", "")
        key = form.cleaned_data.get("client_id")
        writer = key if isinstance(key, UUID) else None
        for name in ("title", "text"):
            form.errors.pop(name, None)  # of a text that is not sent yet, nothing is wrong
        try:
            self.draft = save_draft(
                person=self.person,
                place=self.place,
                title=title,
                text=text,
                writer=writer,
                base=request.POST.get("base", ""),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        self.similar = list(similar_to(self.person, title)) if title else None
        if "preview" in request.POST:
            try:
                self.preview = preview_of(
                    text, by=self.person, readers=self.readers, post=self.post
                )
            except Refusal as refusal:
                form.add_error(refusal.field, str(refusal))


def preview_of(text: str, *, by: Person, readers: Readers, post: Post | None) -> SafeString:
    """The text as its readers would see it. Raises what posting refuses."""
    html = render(clean_text(text), by=by, readers=readers, post=post).html
    return for_reading([html])[0]


def readers_of_new(by: Person, category: Category | None) -> Readers:
    """Who will read a new topic there."""
    audience = category.audience if category else Audience.EVERYONE
    own = by.confirmed_municipality_id if audience == Audience.MUNICIPALITY else None
    return Readers(audience, frozenset([own] if own else []))


def desk_at(person: Person, place: str) -> Desk | None:
    """The desk in a place that a script names; None if the person may not write there."""
    found = PLACE.fullmatch(place)
    if found is None or not access.can_write(person):
        return None
    facts: dict[str, Any] = {}
    if found["where"] == "topic":
        topic = Topic.objects.visible_to(person).filter(pk=found["pk"]).first()
        facts["readers"] = topic and Readers.of(topic)
    elif found["where"] == "edit":
        mine = Post.objects.visible_to(person).filter(pk=found["pk"], author=person)
        post = mine.select_related("topic").first()
        facts |= {"post": post, "readers": post and Readers.of(post.topic)}
    elif found["key"]:
        category = Category.objects.visible_to(person).filter(key=found["key"]).first()
        facts["readers"] = category and readers_of_new(person, category)
    elif _is_discussed(found["course"]):
        facts["readers"] = readers_of_new(person, None)
    return Desk(person, place, **facts) if facts.get("readers") else None


def _is_discussed(course: str) -> bool:
    try:
        return PublishedCourse.objects.filter(course_key=UUID(course)).exists()
    except ValueError:
        return False
