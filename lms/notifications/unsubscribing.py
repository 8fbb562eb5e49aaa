"""One click in a mail, and no more like it come: the signed address that says who, and what.

The address needs no sign-in and never ends: a mail is opened years later, too. Whoever has it, since the mail was sent
on, can switch off that much and no more.
"""

from typing import NamedTuple

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from lms.addresses import full

SIGNER = Signer(salt="lms.notifications.unsubscribing", sep=".")
KIND, PLACE, DIGEST = "kind", "place", "digest"


class Stop(NamedTuple):
    """What a person no longer wants by mail: a kind, what happens in a place, or (without a name) the digests."""

    person_id: int
    sort: str
    name: str = ""


def token_of(person_id: int, what: str) -> str:
    """What stands in the address. `what` is "kind:…", "place:…" or "digest"."""
    return SIGNER.sign_object([person_id, what])


def address_to_stop(person_id: int, what: str) -> str:
    """The whole address, for a mail and its headers."""
    return full(reverse("unsubscribe", args=[token_of(person_id, what)]))


def read_token(token: str) -> Stop | None:
    """What the address asks for; None when it is not one of ours, or not whole."""
    try:
        person_id, what = SIGNER.unsign_object(token)
    except (BadSignature, ValueError):  # also what is signed and of another shape
        return None
    sort, _colon, name = what.partition(":")
    return Stop(person_id, sort, name)
