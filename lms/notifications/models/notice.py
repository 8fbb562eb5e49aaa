"""What happened that concerns somebody: one row for each person and event, written with the act."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.notifications import readers
from lms.prepared import Slot


class Way(models.TextChoices):
    """How somebody hears of a thing; in the list it stands in any case."""

    AT_ONCE = "at_once", _("By e-mail at once")
    DAILY = "daily", _("By e-mail once a day")
    WEEKLY = "weekly", _("By e-mail once a week")
    LIST = "list", _("On the site only")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def shown(self, now: datetime | Slot | None = None) -> Self:
        """What still stands, and what the person it is for may see now."""
        return self.filter(readers.may_see(now or clock.now()), withdrawn_at=None)

    def unread(self) -> Self:
        return self.filter(read_at=None, withdrawn_at=None)


class Notice(models.Model):
    """Somebody is told of an event. The words are not kept: `kinds.describe` finds them when it is shown or mailed.

    `subject` is what it tells of ("post:123"), `place` where that stands ("topic:45"), so that both can be read,
    withdrawn and moved together. `readers` says who may see it at all (`lms.notifications.readers`). `way` is what the
    person preferred when it was written; `mailed_at` when it was put into a mail, or decided that it is in none.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    event = models.CharField(max_length=120)
    subject = models.CharField(max_length=60)
    place = models.CharField(max_length=60, blank=True)
    readers = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=8, choices=Way.choices)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "event"], name="a_person_hears_of_an_event_once"
            )
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notices_of_a_person"),
            models.Index(
                fields=["person"],
                condition=Q(read_at=None, withdrawn_at=None),
                name="unread_notices",
            ),
            models.Index(fields=["subject"], name="notices_about_a_thing"),
            models.Index(fields=["place"], condition=~Q(place=""), name="notices_in_a_place"),
            models.Index(
                fields=["way", "id"],
                condition=Q(mailed_at=None) & ~Q(way=Way.LIST),
                name="notices_to_mail",
            ),
        ]
