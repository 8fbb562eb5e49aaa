"""Closed lists that models, forms and rules share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who reads a category and what is written in it."""

    EVERYONE = "everyone", _("Everyone reads, members write")
    MEMBERS = "members", _("Confirmed members")
    TRAINERS = "trainers", _("Trainers")
    MUNICIPALITY = "municipality", _("Members of one municipality")


class TopicKind(models.TextChoices):
    QUESTION = "question", _("Question")
    DISCUSSION = "discussion", _("Discussion")
