"""Short answers: this helped me, we have the same problem."""

from django.conf import settings
from django.db import models

from exchange.forum.models.post import Post
from exchange.forum.models.topic import Topic
from lms import clock
from lms.people.models import Municipality


class Helped(models.Model):
    """A post helped somebody."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="helped")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "post"], name="a_post_helps_a_person_once")
        ]


class SameProblem(models.Model):
    """A municipality has the problem that a question asks about; who said so for it."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="same_problem")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "municipality"], name="a_municipality_has_a_problem_once"
            )
        ]
