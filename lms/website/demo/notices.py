"""What the people of the demonstration were told, by the acts; what is older than a few days they have read."""

from datetime import datetime, timedelta

from lms.notifications.models import Notice, Way
from lms.notifications.senders import NEVER_SENT_TO

NOT_YET_READ = timedelta(days=3)  # as much as somebody finds who comes back after a weekend


def settle_notices(day: datetime) -> None:
    """Read what is old, and mail none of it; of the first seeding's days only, so that a rerun changes nothing."""
    told = Notice.objects.filter(person__email__endswith=NEVER_SENT_TO, created_at__lte=day)
    old = told.filter(created_at__lt=day - NOT_YET_READ, read_at=None)
    old.order_by().update(read_at=day - NOT_YET_READ)
    told.filter(mailed_at=None).exclude(way=Way.LIST).order_by().update(mailed_at=day)
