"""What somebody is writing and has not sent."""

from django.conf import settings
from django.db import models

from lms import clock


class Draft(models.Model):
    """A text that is being written; `place` names where: `topic:12`, `new:waste`, `new:course:…`, `edit:345`.

    `writer` is the page that it is typed on. What another page had saved meanwhile is kept in `other_text`, so that
    two devices never write over each other.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=60)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    writer = models.UUIDField(null=True, blank=True)
    other_text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "place"], name="a_place_has_one_draft")
        ]
