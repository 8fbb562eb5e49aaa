"""Until when a moderator has stopped somebody's writing: asked once for each request."""

from datetime import datetime
from typing import TYPE_CHECKING

from lms import clock

if TYPE_CHECKING:
    from lms.people.models import Person

SILENCE = "silence_in_the_forum"  # where a person keeps what was read


def silenced_until(person: "Person") -> datetime | None:
    """Until when a moderator has stopped this person's writing; read once for each request."""
    known = person.__dict__
    if SILENCE not in known:
        known[SILENCE] = person.silences.in_force().values_list("until", flat=True).first()
    until: datetime | None = known[SILENCE]
    return until if until and until > clock.now() else None


def know_silence(person: "Person", until: datetime | None) -> None:
    """It was read along with something else."""
    person.__dict__[SILENCE] = until


def forget_silence(person: "Person") -> None:
    """After a write: ask again when next needed."""
    person.__dict__.pop(SILENCE, None)
