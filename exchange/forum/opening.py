"""A topic with all that its page needs to know of it and of the reader, in one question."""

from functools import lru_cache
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)

from exchange.forum import access
from exchange.forum.drafts import place_of_answer
from exchange.forum.models import Attachment, Draft, Follow, SameProblem, Silence, Topic
from exchange.forum.silences import know_silence
from lms import clock
from lms.keys import LARGEST_KEY
from lms.people.models import Person
from lms.prepared import Prepared, Slot


def topic_for(user: access.User, pk: int) -> Any:
    """The topic as its page needs it, if this reader may open it; what is theirs comes with it, in the same query.

    `asked_at`: what was saved later is not in it.
    """
    if pk > LARGEST_KEY:  # what is prepared hands it to the database as it is
        return None
    person = user if isinstance(user, Person) else None
    now = clock.now()
    topic = _question(access.kind_of(user)).first(
        topic=pk,
        person=user.pk,
        municipality=person and person.confirmed_municipality_id,
        place=place_of_answer(pk),
        now=now,
    )
    if topic:
        topic.asked_at = now
        if person:
            know_silence(person, topic.silence)
    return topic


def key_now(pk: int) -> int:
    """The key of the topic itself, or of that into which it was merged."""
    merged_into = Topic.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
    return merged_into or pk


@lru_cache
def _question(kind: access.Kind) -> Prepared[Any]:
    """As such a reader asks it."""

    def build(
        topic: Slot, person: Slot, municipality: Slot, place: Slot, now: Slot
    ) -> QuerySet[Any]:
        seen = Topic.objects.filter(access.topics_shown_to(kind, person, municipality), pk=topic)
        seen = seen.select_related("category", "solved_by")
        no = Value(value=False)
        if kind.is_guest:
            return seen.annotate(follows=no, has_problem=no, has_draft=no, has_uploads=no)
        problems = SameProblem.objects.filter(topic=OuterRef("pk"), municipality=municipality)
        silences = Silence.objects.in_force(at=now).filter(person=person)
        return seen.annotate(
            follows=Exists(Follow.objects.filter(person=person, topic=OuterRef("pk"))),
            has_problem=Exists(problems) if kind.has_municipality else no,
            has_draft=Exists(Draft.objects.filter(person=person, place=place)),
            has_uploads=Exists(Attachment.objects.waiting(person, place)),
            silence=Subquery(silences.values("until")[:1]),
        )

    key = BigIntegerField()
    return Prepared(
        build, topic=key, person=key, municipality=key, place=CharField(), now=DateTimeField()
    )
