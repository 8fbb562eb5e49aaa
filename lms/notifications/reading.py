"""What somebody has not read yet, and that they have."""

from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DateTimeField

from lms import clock
from lms.locking import update_in_order
from lms.notifications.models import Notice
from lms.prepared import Prepared

COUNTED = 100  # at most; the bell says “99+”
UNREAD = "unread_notices"  # where a person keeps what was read of it in this request


class Unread(NamedTuple):
    """As much of a notice as the bell, and a page that reads its notices, need."""

    pk: int
    subject: str
    place: str


# Stands in the bell of every page: asked once a request.
OF_A_PERSON: Prepared[Any] = Prepared(
    lambda person, now: (
        Notice.objects.shown(now)
        .unread()
        .filter(person=person)
        .order_by()
        .values_list("pk", "subject", "place")[:COUNTED]
    ),
    person=BigIntegerField(),
    now=DateTimeField(),
)


def unread_of(person: Any) -> list[Unread]:
    """The unread notices that the list has, at most `COUNTED` of them; read once for each request."""
    known = person.__dict__
    if UNREAD not in known:
        known[UNREAD] = [Unread(*row) for row in OF_A_PERSON.all(person=person.pk, now=clock.now())]
    found: list[Unread] = known[UNREAD]
    return found


def read_place(person: Any, place: str) -> None:
    """The person has opened the place. Costs a query only if there is something unread in it."""
    unread = unread_of(person)
    if len(unread) == COUNTED or any(each.place == place for each in unread):
        _read(person, place=place)


def read_one(person: Any, pk: int) -> None:
    """The person has opened what this notice tells of."""
    _read(person, pk=pk)


def read_everything(person: Any) -> None:
    """The person has seen the list, and that is enough."""
    _read(person)


def _read(person: Any, **which: Any) -> None:
    mine = Notice.objects.filter(person=person, read_at=None, **which)
    update_in_order(mine, read_at=clock.now())
    person.__dict__.pop(UNREAD, None)
