"""A topic moves to another category or course, and a category to other readers."""

from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.forum import access
from exchange.forum.acts import clean_reason, record
from exchange.forum.audiences import Readers, is_read_by_all_of, who_reads
from exchange.forum.choices import ActKind, Audience
from exchange.forum.editing import lock_category, lock_topics, tell_topic_changed
from exchange.forum.models import Category, ModerationAct, Topic
from exchange.forum.refusals import (
    AlreadySo,
    MoreReaders,
    NoMunicipalityOfItsOwn,
    NotThere,
    OfMunicipalities,
)
from lms.people.models import Person
from lms.rules import require


@transaction.atomic
def move_topic(
    *,
    by: Person,
    topic: Topic,
    reason: str,
    category: Category | None = None,
    course_key: UUID | None = None,
    confirmed: bool = False,
) -> ModerationAct:
    """Let it stand in that category, or in that course's discussion. What was read stays read.

    Raises `NotAllowed`, `ReasonNeeded`, `NotThere`, `AlreadySo`, `NoMunicipalityOfItsOwn`, and `MoreReaders`
    if people could read it there who cannot now and that is not `confirmed`.
    """
    category = lock_category(category) if category else None
    topic = lock_topics(topic)[topic.pk]
    require(access.can_put_elsewhere(by, topic))
    reason = clean_reason(reason)
    if (category is None) == (course_key is None) or (category and not category.is_read_by(by)):
        raise NotThere
    if (topic.category_id, topic.course_key) == (category.pk if category else None, course_key):
        raise AlreadySo
    audience = Audience(category.audience) if category else Audience.EVERYONE
    place = None
    if audience == Audience.MUNICIPALITY:
        place = topic.membership.municipality_id if topic.membership else None
        if place is None:
            raise NoMunicipalityOfItsOwn
    readers = Readers(audience, frozenset([place] if place else []))
    if not is_read_by_all_of(Readers.of(topic), readers) and not confirmed:
        raise MoreReaders(readers=how_many(readers))
    before = {"category": topic.category_id, "course": str(topic.course_key or "")}
    topic.category, topic.course_key, topic.activity_key = category, course_key, None
    topic.audience, topic.municipality_id = audience, place
    topic.save(update_fields=["category", "course_key", "activity_key", "audience", "municipality"])
    act = record(
        kind=ActKind.MOVE, by=by, person=topic.author, topic=topic, reason=reason, before=before
    )
    tell_topic_changed(topic)
    return act


def how_many(readers: Readers) -> int | Promise:
    """How many people read what is for them; for everybody, words."""
    if readers.audience == Audience.EVERYONE:
        return _("everybody, also without an account")
    return Person.objects.filter(who_reads(readers), is_active=True).distinct().count()


def check_audience(category: Category, audience: str, *, confirmed: bool) -> None:
    """Whether the category may have other readers now. Raises `OfMunicipalities`, and `MoreReaders` until `confirmed`.

    What was written in a municipality's own is of different municipalities: it has no common readers to give it to.
    """
    if category.audience == audience or not category.topics.exists():
        return
    if Audience.MUNICIPALITY in {category.audience, audience}:
        raise OfMunicipalities
    readers = Readers(audience)
    if not is_read_by_all_of(Readers(category.audience), readers) and not confirmed:
        raise MoreReaders(readers=how_many(readers))


@transaction.atomic
def follow_audience(category: Category) -> None:
    """After a category was saved: its topics are for the readers that it has now."""
    topics = Topic.objects.filter(category=category).exclude(audience=category.audience)
    for _pk, topic in sorted(lock_topics(*topics).items()):
        topic.audience = category.audience
        topic.save(update_fields=["audience"])
        tell_topic_changed(topic)
