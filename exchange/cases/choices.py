"""Closed lists of the case library, and what their members mean to readers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class Part(models.TextChoices):
    """The pages of a draft, in their order. The first alone makes a short case."""

    BASICS = "basics", _("The case in short")
    PLACE = "place", _("Place and partners")
    START = "start", _("Where it began")
    STEPS = "steps", _("Steps")
    COSTS = "costs", _("What it cost")
    LAW = "law", _("Legal basis")
    RESULTS = "results", _("Results in figures")
    PEOPLE = "people", _("Who took part")
    LESSONS = "lessons", _("Lessons, and how to repeat it")
    FILES = "files", _("Photographs and documents")
    CONTACT = "contact", _("Contact and licence")


class DraftState(models.TextChoices):
    """Where a draft stands."""

    WRITING = "writing", _("Draft")
    SUBMITTED = "submitted", _("In review")
    CHANGES = "changes", _("Changes asked for")
    PUBLISHED = "published", _("Published")


class ReviewStep(models.TextChoices):
    """The two looks that a case has before it is published."""

    THEME = "theme", _("Whoever looks after the theme")
    SECOND = "second", _("Another moderator")


class AdoptionStatus(models.TextChoices):
    """Where an adoption stands, as its last step says."""

    CONSIDERING = "considering", _("Considering")
    PLANNING = "planning", _("Planning")
    UNDER_WAY = "under_way", pgettext_lazy("of an adoption", "Under way")
    WORKING = "working", _("Working")
    STOPPED = "stopped", _("Stopped")


# Of these a case is said to be adopted elsewhere: something is done, not only thought of.
TAKEN_UP = (AdoptionStatus.UNDER_WAY, AdoptionStatus.WORKING)

# In the order of interest to whoever wonders whether to do it too.
STANDING = (
    AdoptionStatus.WORKING,
    AdoptionStatus.UNDER_WAY,
    AdoptionStatus.PLANNING,
    AdoptionStatus.CONSIDERING,
    AdoptionStatus.STOPPED,
)
