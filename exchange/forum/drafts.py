"""What is being written is kept on the server, and comes back on another device."""

import re
from uuid import UUID

from django.db import transaction
from django.db.models import BigIntegerField, CharField

from exchange.forum.models import Attachment, Category, Draft, Post, PostRevision
from exchange.forum.models.topic import TITLE_LENGTH
from exchange.forum.refusals import TooManyDrafts
from lms import clock
from lms.people.models import Person
from lms.prepared import Prepared

# Characters: more than is sent, so that nothing is cut off from what has still to be shortened.
LONGEST_DRAFT = 200_000
MOST_DRAFTS = 100  # of one person: more topics nobody answers at once, and a text is large
PLACE = re.compile(
    r"(?:(?P<where>topic|edit):(?P<pk>[0-9]{1,18})|new:course:(?P<course>[0-9a-f-]{36})|new:(?P<key>[-\w]{1,50}))"
)


def place_of_answer(topic: int) -> str:
    """Below the topic of that key."""
    return f"topic:{topic}"


def place_of_edit(post: Post) -> str:
    """In the place of a post."""
    return f"edit:{post.pk}"


def place_of_new(category: Category | None, course_key: UUID | None) -> str:
    """A new topic, in a category or in a course's discussion; what two municipalities say is not drafted here."""
    if category is None and course_key is None:
        return "new:two:"
    return f"new:{category.key}" if category else f"new:course:{course_key}"


@transaction.atomic
def save_draft(
    *, person: Person, place: str, title: str, text: str, writer: UUID | None, base: str = ""
) -> Draft | None:
    """Keep what has been typed so far; nothing typed is no draft.

    `writer` is the page that it is typed on, by its form's key; `base` the moment of the draft that the page began
    with. If another page has saved since, its text is kept beside. What was sent meanwhile is no draft any more.

    Raises `TooManyDrafts`: of what is kept nothing goes, and what is typed stands in its form.
    """
    title, text = title[:TITLE_LENGTH].replace("\x00", ""), text[:LONGEST_DRAFT].replace("\x00", "")
    if writer and _is_sent(person, place, writer):
        return None  # saved by a page whose text has arrived since
    mine = Draft.objects.select_for_update().filter(person=person, place=place).first()
    other = mine.other_text if mine else ""
    is_newer = mine is not None and mine.writer != writer and mine.saved_at.isoformat() != base
    if not title.strip() and not text.strip() and not other:
        if is_newer:
            return mine  # emptied on a page that knew nothing of it
        forget_draft(person, place)
        return None
    if mine is None and Draft.objects.filter(person=person).count() >= MOST_DRAFTS:
        raise TooManyDrafts(most=MOST_DRAFTS)
    if mine and is_newer and mine.text.strip() and mine.text not in text:
        other = mine.text
    draft, _is_new = Draft.objects.update_or_create(
        person=person,
        place=place,
        defaults={
            "title": title,
            "text": text,
            "saved_at": clock.now(),
            "writer": writer,
            "other_text": other,
        },
    )
    if writer and _is_sent(person, place, writer):
        forget_draft(person, place)  # its text arrived while this one waited for it
        return None
    return draft


def _is_sent(person: Person, place: str, writer: UUID) -> bool:
    """Whether the form with that key has become a post, or a change of one."""
    found = PLACE.fullmatch(place)
    if found and found["where"] == "edit":
        return PostRevision.objects.filter(post=int(found["pk"]), client_id=writer).exists()
    return Post.objects.filter(author=person, client_id=writer).exists()


DRAFT = Prepared(
    lambda person, place: Draft.objects.filter(person=person, place=place),
    person=BigIntegerField(),
    place=CharField(),
)


def draft_of(person: Person, place: str) -> Draft | None:
    """What the person was writing there."""
    return DRAFT.first(person=person.pk, place=place)


def forget_draft(person: Person, place: str) -> None:
    """It was sent, or is not wanted any more; one that is just being saved is waited for, and goes too."""
    # Two who make the same row wait for each other; a bare delete does not see one that is not committed yet.
    Draft.objects.get_or_create(person=person, place=place)
    Draft.objects.filter(person=person, place=place).delete()


def move_drafts(before: str, after: str) -> None:
    """What was being written in one place is there in the other, in the caller's transaction; nothing is lost."""
    kept = ("title", "text", "saved_at", "writer", "other_text")
    for draft in Draft.objects.filter(place=before):
        # One that is just being saved there is waited for, and stays beside this one.
        other, is_moved = Draft.objects.get_or_create(
            person_id=draft.person_id,
            place=after,
            defaults={name: getattr(draft, name) for name in kept},
        )
        if not is_moved:
            texts = [other.other_text, draft.text, draft.other_text]
            other.other_text = "\n\n".join(filter(None, texts))
            other.save(update_fields=["other_text"])
        draft.delete()
    Attachment.objects.filter(place=before, post=None).update(place=after)
