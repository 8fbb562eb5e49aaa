"""How somebody wants to hear of a kind of things, or of what happens in one place that they follow."""

from django.conf import settings
from django.db import models

from lms.notifications.models.notice import Way


class Preference(models.Model):
    """Of a kind; without a row, the kind's own way holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    way = models.CharField(max_length=8, choices=Way.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], name="a_person_prefers_one_way_for_a_kind"
            )
        ]


class PlacePreference(models.Model):
    """Of what is followed (a topic, a category, a course's discussion); it goes before that of the kind."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=60)
    way = models.CharField(max_length=8, choices=Way.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "place"], name="a_person_prefers_one_way_for_a_place"
            )
        ]
        indexes = [models.Index(fields=["place"], name="preferences_of_a_place")]
