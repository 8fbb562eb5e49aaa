"""Who did what to whom. Every room writes here; nothing is ever changed or taken out."""

from collections.abc import Mapping

from django.utils.functional import Promise

from lms.people.models import AuditRecord, Person
from lms.people.models.record import ACTS


def name_acts(words: Mapping[str, Promise]) -> None:
    """A room says in `AppConfig.ready` what the pages call its acts."""
    ACTS.update(words)


def record(
    *, by: Person | None, act: str, about: Person | None = None, **facts: object
) -> AuditRecord:
    """Add a record, in the caller's transaction. `act` is a verb phrase in `ACTS`, `facts` are plain JSON."""
    return AuditRecord.objects.create(by=by, act=act, about=about, facts=facts)
