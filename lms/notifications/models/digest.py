"""How far the digests of a day have been written."""

from django.db import models
from django.db.models import F, Q

from lms import clock


class DigestRun(models.Model):
    """The digests of a day in Asia/Bishkek. `reached` is the key of the last person whose digest has been written.

    It is written with the mails of those people, so that a run that was killed goes on behind them.
    """

    day = models.DateField(unique=True)
    reached = models.BigIntegerField(default=0)
    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="a_digest_run_ends_after_it_begins",
            )
        ]
