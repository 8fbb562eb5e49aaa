"""People are told of what happened, in the transaction in which it did; what is taken back is withdrawn."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lms import clock
from lms.after_commit import after_commit
from lms.locking import update_in_order
from lms.notifications.kinds import Kind
from lms.notifications.models import Notice, PlacePreference, Preference, Way
from lms.notifications.readers import OWN
from lms.notifications.tasks import mail_notices

Names = Collection[str] | QuerySet[Any, str]

# One statement, whoever many hear of it: the database reads their preferences and writes their rows.
INSERT = """
INSERT INTO notifications_notice
    (person_id, way, kind, event, subject, place, readers, created_at)
SELECT chosen.hearer, chosen.way, %s, %s, %s, %s, %s, %s FROM ({people}) AS chosen WHERE TRUE
ON CONFLICT (person_id, event) DO NOTHING
"""


@transaction.atomic
def tell(
    kind: Kind,
    *,
    event: str,
    subject: str,
    people: QuerySet[Any] | Iterable[Any],
    place: str = "",
    readers: str = OWN,
    followed: str = "",
) -> int:
    """Tell these people, each in the way that they prefer; of one event nobody hears twice. Returns how many hear.

    `people` are persons, or a queryset of them; whoever left is passed over. `followed` is the thing because of which
    they hear of it, if they follow one: what they prefer for it goes before what they prefer for the kind.
    """
    if not isinstance(people, QuerySet):
        people = get_user_model()._base_manager.filter(pk__in=[each.pk for each in people])  # noqa: SLF001  Django's own
    chosen = people.filter(is_active=True).annotate(hearer=F("pk"), way=_way(kind, followed))
    try:
        sql, params = chosen.order_by().values_list("hearer", "way").query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that there is nobody
        return 0
    facts = (kind.name, event, subject, place, readers)
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(people=sql), (*facts, now, *params))
        told: int = cursor.rowcount
    if told and kind.way == Way.AT_ONCE:
        # Of other kinds few want to hear at once: the sweep mails to them within a minute.
        after_commit(mail_notices.delay)
    return told


def _way(kind: Kind, followed: str) -> Coalesce:
    """What each person prefers, in SQL."""
    if not kind.may_be_mailed:
        return Coalesce(Value(Way.LIST), Value(Way.LIST))
    mine = Preference.objects.filter(person=OuterRef("pk"), kind=kind.name)
    ways = [Subquery(mine.values("way")[:1]), Value(kind.way)]
    if followed:
        there = PlacePreference.objects.filter(person=OuterRef("pk"), place=followed)
        ways.insert(0, Subquery(there.values("way")[:1]))
    return Coalesce(*ways)


def withdraw(notices: QuerySet[Notice]) -> int:
    """What they tell of is hidden, deleted, held, or so no more: they are neither listed, counted nor mailed."""
    return update_in_order(notices.filter(withdrawn_at=None), withdrawn_at=clock.now())


def restore(notices: QuerySet[Notice]) -> int:
    """It is so again: they stand where they stood, read or not as they were."""
    return update_in_order(notices.exclude(withdrawn_at=None), withdrawn_at=None)


def move(notices: QuerySet[Notice], *, place: str, readers: str) -> int:
    """What they tell of stands elsewhere, or others may see it now."""
    elsewhere = notices.exclude(place=place, readers=readers)
    return update_in_order(elsewhere, place=place, readers=readers)


def about(subjects: Names) -> QuerySet[Notice]:
    """The notices, of whichever people, that tell of these things."""
    return Notice.objects.filter(subject__in=subjects).order_by()


def there(*places: str) -> QuerySet[Notice]:
    """The notices, of whichever people, that tell of something in these places."""
    return Notice.objects.filter(place__in=places).order_by()
