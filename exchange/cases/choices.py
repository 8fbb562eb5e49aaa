"""Closed lists of the case library, and what their members mean to readers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """A short case is written in five minutes; a full one has its parts."""

    SHORT = "short", _("Short case")
    FULL = "full", _("Full case")


class Status(models.TextChoices):
    """Where what was done stands now. None of these is better than another: a failure teaches as much."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Did not work out")


class CostKind(models.TextChoices):
    ONCE = "once", _("once")
    YEARLY = "yearly", _("a year")
    IN_KIND = "in_kind", _("in kind")


class Support(models.TextChoices):
    """What a partner gave."""

    MONEY = "money", _("Money")
    ADVICE = "advice", _("Advice")
    EQUIPMENT = "equipment", _("Equipment")
    WORK = "work", _("Work")
    PERMISSION = "permission", _("Permission")


class LegalBasis(models.TextChoices):
    LAW = "law", _("Law")
    LOCAL_DECISION = "local_decision", _("Local decision")
    CONTRACT = "contract", _("Contract")


class Licence(models.TextChoices):
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    CC0 = "cc0-1.0", "CC0 1.0"
    SOURCE = "source", _("As the source says")


class Evidence(models.IntegerChoices):
    """How far the results are proved; a reviewer says so."""

    STORY = 0, _("A plan or a story, no results yet")
    PAPERS = 1, _("Papers shown, results not")
    OWN = 2, _("Measured by the municipality itself")
    CHECKED = 3, _("Checked by the reviewer against the records")
    REPEATED = 4, _("Repeated by another municipality")


LICENCE_ADDRESSES: dict[str, str] = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}
MOST_SERVICES = 3  # of a case: what is about everything is found for nothing
TITLE_WORDS, PROBLEM_WORDS = 10, 50
SUMMARY_LENGTH = 280  # characters
