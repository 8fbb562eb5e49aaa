"""Who reads what has an audience: the rule of `access.audiences_of`, from the side of what is read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from exchange.forum import access
from exchange.forum.choices import Audience
from lms import clock
from search.registry import PUBLIC

if TYPE_CHECKING:
    from exchange.forum.models import Topic


@dataclass(frozen=True)
class Readers:
    """For whom something is: an audience and, if it is of one municipality or of two, their keys."""

    audience: str
    municipalities: frozenset[int] = frozenset()

    @classmethod
    def of(cls, topic: "Topic") -> "Readers":
        """Those who read the topic."""
        named = (topic.municipality_id, topic.other_municipality_id)
        return cls(topic.audience, frozenset(key for key in named if key is not None))


def tokens_for(audience: str, *municipality_codes: str) -> tuple[str, ...]:
    """The same as `access.audiences_of`, as the search and notifications ask it."""
    staff = tuple(f"role:{role}" for role in access.STAFF)
    if audience == Audience.EVERYONE:
        return (PUBLIC,)
    if audience == Audience.MEMBERS:
        return ("member", *staff)
    if audience == Audience.TRAINERS:
        return staff
    return tuple(f"municipality:{code}" for code in municipality_codes)


def who_reads(readers: Readers) -> Q:
    """The same as `access.audiences_of`, from the topic's side: the colleagues who read what has these readers."""
    now = clock.now()
    of_staff = Q(role_grants__role__in=access.STAFF) & (
        Q(role_grants__until=None) | Q(role_grants__until__gt=now)
    )
    confirmed = Q(
        memberships__ended_on=None,
        memberships__refused_at=None,
        memberships__confirmed_at__isnull=False,
    )
    if readers.audience == Audience.TRAINERS:
        return of_staff
    if readers.audience in {Audience.MUNICIPALITY, Audience.TWO}:
        return confirmed & Q(memberships__municipality__in=sorted(readers.municipalities))
    return confirmed | of_staff


def is_read_by_all_of(what: Readers, readers: Readers) -> bool:
    """Whether all of `readers` also read `what`: the words of one may stand in the other."""
    if what.audience == Audience.EVERYONE:
        return True
    if what.audience == Audience.MEMBERS:
        return readers.audience != Audience.EVERYONE
    if what.audience == Audience.TRAINERS:
        return readers.audience == Audience.TRAINERS
    # Only what is of municipalities names any.
    return bool(readers.municipalities) and readers.municipalities <= what.municipalities
