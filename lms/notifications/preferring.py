"""Somebody says how they want to hear of a kind of things, or of what happens where they follow."""

from typing import Any

from django.db import transaction

from lms.locking import update_in_order
from lms.notifications.models import Notice, PlacePreference, Preference, Way


@transaction.atomic
def prefer(*, person: Any, kind: str, way: Way) -> None:
    """From now on in this way. If it is no mail, what waits to be mailed stays on the site too."""
    Preference.objects.update_or_create(person=person, kind=kind, defaults={"way": way})
    if way == Way.LIST:
        _no_mail(person, kind=kind)


@transaction.atomic
def prefer_in(*, person: Any, place: str, way: Way | None) -> None:
    """The same for a place; None: as the kinds have it."""
    if way is None:
        PlacePreference.objects.filter(person=person, place=place).delete()
        return
    # One statement: what is taken back at the same moment is neither in the way nor missed.
    PlacePreference.objects.bulk_create(
        [PlacePreference(person=person, place=place, way=way)],
        update_conflicts=True,
        unique_fields=["person", "place"],
        update_fields=["way"],
    )
    if way == Way.LIST:
        _no_mail(person, place=place)


def _no_mail(person: Any, **which: str) -> None:
    waiting = Notice.objects.filter(person=person, mailed_at=None, **which).exclude(way=Way.LIST)
    update_in_order(waiting, way=Way.LIST)
