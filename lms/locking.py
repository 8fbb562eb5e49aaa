"""Many rows are locked in one order: two who change some of the same wait for each other, and never in a ring."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet


@transaction.atomic(savepoint=False)
def update_in_order(rows: QuerySet[Any], **values: Any) -> int:
    """Update rows that others may be updating, too, in one statement. Returns how many.

    An UPDATE alone locks them as it finds them, which differs by plan; two of them can stop each other then, and the
    database ends one of both (PostgreSQL's "deadlock detected"). SQLite writes one after the other anyway.
    """
    ordered = rows.order_by("pk").select_for_update(no_key=True, of=("self",))
    return QuerySet(rows.model, using=rows.db).filter(pk__in=ordered.values("pk")).update(**values)
