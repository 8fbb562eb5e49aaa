"""One click in a mail, and no more like it come: the signed address that says who, and what.

The address needs no sign-in and never ends: a mail is opened years later, too. Whoever has it, since the mail was sent
on, can switch off that much and no more.
"""

from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from lms.addresses import full
from lms.notifications.kinds import all_kinds
from lms.notifications.models import PlacePreference, Preference, Way
from lms.notifications.preferring import prefer, prefer_in

SIGNER = Signer(salt="lms.notifications.unsubscribing", sep=".")
KIND, PLACE, DIGEST = "kind", "place", "digest"
IN_DIGESTS = (Way.DAILY, Way.WEEKLY)


class Stop(NamedTuple):
    """What a person no longer wants by mail: a kind, what happens in a place, or (without a name) the digests."""

    person: Any
    sort: str
    name: str = ""


def token_of(person_id: int, what: str) -> str:
    """What stands in the address. `what` is "kind:…", "place:…" or "digest"."""
    return SIGNER.sign(f"{person_id}:{what}")


def address_to_stop(person_id: int, what: str) -> str:
    """The whole address, for a mail and its headers."""
    return full(reverse("unsubscribe", args=[token_of(person_id, what)]))


def address_to_choose() -> str:
    """The whole address of the page on which somebody chooses what comes, and when."""
    return full(reverse("my_notices_settings"))


def read_token(token: str) -> Stop | None:
    """What the address asks for; None when it is not one of ours, or not whole, or of an account that is gone."""
    try:
        person_id, sort, *name = SIGNER.unsign(token).split(":", 2)
    except BadSignature:
        return None
    if sort not in {KIND, PLACE, DIGEST} or (sort != DIGEST and not any(name)):
        return None
    person = get_user_model()._base_manager.filter(pk=person_id).first()  # noqa: SLF001  Django's own
    return Stop(person, sort, *name) if person else None


@transaction.atomic
def unsubscribe(stop: Stop) -> None:
    """What it names comes by mail no more; on the site it stands as before. Twice is once."""
    if stop.sort == PLACE:
        prefer_in(person=stop.person, place=stop.name, way=Way.LIST)
    elif stop.sort == KIND:
        prefer(person=stop.person, kind=stop.name, way=Way.LIST)
        # What was chosen for single places goes before the kind: mails would come all the same.
        PlacePreference.objects.filter(person=stop.person).exclude(way=Way.LIST).delete()
    else:
        _no_digests(stop.person)


def is_off(stop: Stop) -> bool:
    """Whether it comes by mail no more: the address was used before, or the person chose so on the site."""
    places = PlacePreference.objects.filter(person=stop.person)
    if stop.sort == PLACE:
        return places.filter(place=stop.name, way=Way.LIST).exists()
    if stop.sort == KIND:
        chosen = Preference.objects.filter(person=stop.person, kind=stop.name, way=Way.LIST)
        return chosen.exists() and not places.exclude(way=Way.LIST).exists()
    return not any(_digests(stop.person))


def _no_digests(person: Any) -> None:
    kinds, places = _digests(person)
    for kind in kinds:
        prefer(person=person, kind=kind, way=Way.LIST)
    for place in places:
        prefer_in(person=person, place=place, way=Way.LIST)


def _digests(person: Any) -> tuple[list[str], list[str]]:
    """Which kinds, and what happens in which places, this person reads in a digest."""
    preferred = dict(Preference.objects.filter(person=person).values_list("kind", "way"))
    kinds = [kind.name for kind in all_kinds() if preferred.get(kind.name, kind.way) in IN_DIGESTS]
    followed = PlacePreference.objects.filter(person=person, way__in=IN_DIGESTS)
    return kinds, list(followed.values_list("place", flat=True))
