"""Who did what to whom. Every room writes here; nothing is ever changed or taken out."""

from lms.people.models import AuditRecord, Person


def record(
    *, by: Person | None, act: str, about: Person | None = None, **facts: object
) -> AuditRecord:
    """Add a record, in the caller's transaction. `act` is a verb phrase, `facts` are plain JSON values."""
    return AuditRecord.objects.create(by=by, act=act, about=about, facts=facts)
