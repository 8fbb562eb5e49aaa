"""Who reads what has an audience: the rule of `access.audiences_of`, from the side of what is read."""

from django.db.models import Q

from exchange.forum import access
from exchange.forum.choices import Audience
from lms import clock
from search.registry import PUBLIC


def tokens_for(audience: str, municipality_code: str) -> tuple[str, ...]:
    """The same as `access.audiences_of`, as the search and notifications ask it."""
    staff = tuple(f"role:{role}" for role in access.STAFF)
    if audience == Audience.EVERYONE:
        return (PUBLIC,)
    if audience == Audience.MEMBERS:
        return ("member", *staff)
    if audience == Audience.TRAINERS:
        return staff
    return (f"municipality:{municipality_code}",)


def who_reads(audience: str, municipality_id: int | None) -> Q:
    """The same as `access.audiences_of`, from the topic's side: the colleagues who read what has this audience."""
    now = clock.now()
    of_staff = Q(role_grants__role__in=access.STAFF) & (
        Q(role_grants__until=None) | Q(role_grants__until__gt=now)
    )
    confirmed = Q(
        memberships__ended_on=None,
        memberships__refused_at=None,
        memberships__confirmed_at__isnull=False,
    )
    if audience == Audience.TRAINERS:
        return of_staff
    if audience == Audience.MUNICIPALITY:
        return confirmed & Q(memberships__municipality=municipality_id)
    return confirmed | of_staff


def is_read_by_all_of(
    audience: str, municipality_id: int | None, readers: str, readers_municipality_id: int | None
) -> bool:
    """Whether whoever reads `readers` also reads `audience`: the words of one may stand in the other."""
    if audience == Audience.EVERYONE:
        return True
    if audience == Audience.MEMBERS:
        return readers != Audience.EVERYONE
    return (audience, municipality_id) == (readers, readers_municipality_id)
