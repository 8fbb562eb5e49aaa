"""Where people can be reached who have shown that they read there; asked of many at once."""

from collections.abc import Collection
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet

from lms.notifications.models import Channel
from lms.notifications.senders import sms_is_sent


class Reached(NamedTuple):
    """How somebody is reached, and in which language they read."""

    person_id: int
    language: str
    channel: Channel
    recipient: str


def everybody() -> QuerySet[Any]:
    """All who have an account and have not left."""
    return get_user_model()._base_manager.filter(is_active=True)  # noqa: SLF001  Django's own


def where_to_reach(people: Collection[int]) -> dict[int, Reached]:
    """By mail whoever has a verified address, else by SMS whoever has a verified number, if any is sent here.

    Whoever has neither, or has left, is missing. One query.
    """
    verified = EmailAddress.objects.filter(
        user=OuterRef("pk"), email=OuterRef("email"), verified=True
    )
    found = {}
    for person in everybody().filter(pk__in=people).annotate(is_verified=Exists(verified)):
        if person.is_verified:
            to = (Channel.MAIL, person.email)
        elif sms_is_sent() and person.verified_phone:
            to = (Channel.SMS, person.verified_phone)
        else:
            continue
        found[person.pk] = Reached(person.pk, person.language, *to)
    return found
