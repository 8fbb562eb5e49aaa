"""A topic moves to another category or course, and a category to other readers."""

from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.forum import access, audiences
from exchange.forum.acts import clean_reason, record
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
    require(access.can_order(by, topic))
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
    if shows_more(topic, audience, place) and not confirmed:
        raise MoreReaders(readers=readers_of(audience, place))
    before = {"category": topic.category_id, "course": str(topic.course_key or "")}
    topic.category, topic.course_key, topic.activity_key = category, course_key, None
    topic.audience, topic.municipality_id = audience, place
    topic.save(update_fields=["category", "course_key", "activity_key", "audience", "municipality"])
    act = record(
        kind=ActKind.MOVE, by=by, person=topic.author, topic=topic, reason=reason, before=before
    )
    tell_topic_changed(topic)
    return act


def shows_more(topic: Topic, audience: Audience, municipality_id: int | None) -> bool:
    """Whether somebody could read the topic there who cannot now."""
    return not audiences.is_read_by_all_of(
        topic.audience, topic.municipality_id, audience, municipality_id
    )


def readers_of(audience: Audience, municipality_id: int | None) -> int | Promise:
    """How many people read what is for them; for everybody, words."""
    if audience == Audience.EVERYONE:
        return _("everybody, also without an account")
    who = audiences.who_reads(audience, municipality_id)
    return Person.objects.filter(who, is_active=True).distinct().count()


def check_audience(category: Category, audience: str, *, confirmed: bool) -> None:
    """Whether the category may have other readers now. Raises `OfMunicipalities`, and `MoreReaders` until `confirmed`.

    What was written in a municipality's own is of different municipalities: it has no common readers to give it to.
    """
    if category.audience == audience or not category.topics.exists():
        return
    if Audience.MUNICIPALITY in {category.audience, audience}:
        raise OfMunicipalities
    same = audiences.is_read_by_all_of(category.audience, None, audience, None)
    if not same and not confirmed:
        raise MoreReaders(readers=readers_of(Audience(audience), None))


@transaction.atomic
def follow_audience(category: Category) -> None:
    """After a category was saved: its topics are for the readers that it has now."""
    topics = Topic.objects.filter(category=category).exclude(audience=category.audience)
    for _pk, topic in sorted(lock_topics(*topics).items()):
        topic.audience = category.audience
        topic.save(update_fields=["audience"])
        tell_topic_changed(topic)
