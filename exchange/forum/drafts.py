"""What is being written is kept on the server, and comes back on another device."""

from django.db import transaction

from exchange.forum.models import Draft
from exchange.forum.models.topic import TITLE_LENGTH
from exchange.forum.text import TEXT_LENGTH
from lms import clock
from lms.people.models import Person


@transaction.atomic
def save_draft(*, person: Person, place: str, title: str, text: str) -> Draft | None:
    """Keep what has been typed so far; nothing typed is no draft."""
    title, text = title[:TITLE_LENGTH].replace("\x00", ""), text[:TEXT_LENGTH].replace("\x00", "")
    if not title.strip() and not text.strip():
        Draft.objects.filter(person=person, place=place).delete()
        return None
    draft, _is_new = Draft.objects.update_or_create(
        person=person,
        place=place,
        defaults={"title": title, "text": text, "saved_at": clock.now()},
    )
    return draft


def draft_of(person: Person, place: str) -> Draft | None:
    """What the person was writing there."""
    return Draft.objects.filter(person=person, place=place).first()
