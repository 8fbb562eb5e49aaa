"""Closed lists that models, forms and rules share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who reads a category and what is written in it."""

    EVERYONE = "everyone", _("Everyone reads, members write")
    MEMBERS = "members", _("Confirmed members")
    TRAINERS = "trainers", _("Trainers")
    MUNICIPALITY = "municipality", _("Members of one municipality")
    TWO = "two", _("Members of two municipalities")


# What two municipalities say to each other stands in no category.
OF_CATEGORIES = [(each.value, each.label) for each in Audience if each != Audience.TWO]


class TopicKind(models.TextChoices):
    QUESTION = "question", _("Question")
    DISCUSSION = "discussion", _("Discussion")


class HeldBecause(models.TextChoices):
    """Why a post waits for a moderator; the author reads it."""

    LINKS = "links", _("A newcomer’s post with several links is looked at first.")
    OFTEN = "often", _("So many posts within an hour are looked at first.")
    SAME = "same", _("You wrote the same in another place today.")


class Complaint(models.TextChoices):
    """What is wrong with a post, as a reader says it."""

    RUDE = "rude", _("It is rude or offends somebody")
    SPAM = "spam", _("It is advertising")
    WRONG = "wrong", _("What it says is wrong and may do harm")
    PERSONAL = "personal", _("It has personal data of somebody")
    PLACE = "place", _("It belongs in another place")
    OTHER = "other", _("Something else")


class Outcome(models.TextChoices):
    """What became of a complaint."""

    NO_PROBLEM = "no_problem", _("The moderator left the post as it is")
    HIDDEN = "hidden", _("The post was hidden")
    ACTED = "acted", _("The moderator did something about it")


class ActKind(models.TextChoices):
    """What a moderator did, as the one whom it concerns reads it."""

    HIDE_POST = "hide_post", _("Post hidden")
    RESTORE_POST = "restore_post", _("Post shown again")
    RELEASE_POST = "release_post", _("Post looked at and shown")
    HIDE_TOPIC = "hide_topic", _("Topic hidden")
    RESTORE_TOPIC = "restore_topic", _("Topic shown again")
    LOCK = "lock", _("Topic closed")
    UNLOCK = "unlock", _("Topic opened again")
    PIN = "pin", _("Topic pinned")
    UNPIN = "unpin", _("Topic not pinned any more")
    MOVE = "move", _("Topic moved")
    MERGE = "merge", _("Topic merged into another")
    SPLIT = "split", _("Posts moved to a new topic")
    HIDE_STEP = "hide_step", _("Words about an adoption hidden")
    RESTORE_STEP = "restore_step", _("Words about an adoption shown again")
    WARN = "warn", _("Warning")
    SILENCE = "silence", _("Writing stopped for a time")
    LIFT = "lift", _("Writing allowed again")
    NO_PROBLEM = "no_problem", _("Complaint looked at: no problem")
