"""How far somebody has read, and what they follow."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from exchange.forum.models.category import Category
from exchange.forum.models.topic import Strand, Topic
from lms import clock


class Reader(models.Model):
    """Since when somebody reads here: what is older counts as read, wherever they are in it."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="forum_reader"
    )
    since = models.BigIntegerField(default=0)  # the key of the last post before


class Reading(models.Model):
    """Up to which post somebody has read a strand; that they have opened it at all, too."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    strand = models.ForeignKey(Strand, models.CASCADE, related_name="readings")
    up_to = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "strand"], name="a_reader_is_in_one_place_of_a_strand"
            )
        ]


class Follow(models.Model):
    """Somebody wants to hear of what is written in a topic, a category or a course's discussion."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="forum_follows"
    )
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="followers"
    )
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="followers"
    )
    course_key = models.UUIDField(null=True, blank=True)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="a_topic_is_followed_once"),
            models.UniqueConstraint(
                fields=["person", "category"], name="a_category_is_followed_once"
            ),
            models.UniqueConstraint(
                fields=["person", "course_key"], name="a_discussion_is_followed_once"
            ),
            models.CheckConstraint(
                condition=Q(topic__isnull=False, category=None, course_key=None)
                | Q(topic=None, category__isnull=False, course_key=None)
                | Q(topic=None, category=None, course_key__isnull=False),
                name="one_thing_is_followed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["course_key"],
                condition=Q(course_key__isnull=False),
                name="followers_of_a_course",
            )
        ]
