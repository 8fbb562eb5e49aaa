"""Who learns what, and how far they are. Rows point to content by key, so that pages may move and change."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from lms import clock
from lms.people.models import Membership, Person


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def open(self) -> Self:
        return self.filter(until=None)


class Requirement(models.Model):
    """That a course had an activity, from when until when, and whom it binds. Written with the publication.

    A required activity binds the enrolments that started at or after `binds_from`; null binds everybody.
    """

    course_key = models.UUIDField()
    module_key = models.UUIDField()
    activity_key = models.UUIDField()
    kind = models.CharField(max_length=20)
    is_required = models.BooleanField()
    position = models.PositiveIntegerField()  # among all activities of the course
    since = models.DateTimeField(default=clock.now)
    first_at = models.DateTimeField(
        default=clock.now
    )  # when it came to the course; a move keeps it
    until = models.DateTimeField(null=True, blank=True)
    binds_from = models.DateTimeField(null=True, blank=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        ordering = ["course_key", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["course_key", "activity_key"],
                condition=Q(until=None),
                name="an_activity_is_required_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="a_requirement_ends_after_it_begins",
            ),
        ]


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def pending(self) -> Self:
        """Rounds of which the search engine has not seen the newest version."""
        return self.filter(indexed_version__lt=F("version"))


class Enrolment(models.Model):
    """Somebody's round through a course; the row that every write of progress locks."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    course_key = models.UUIDField()
    round = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    best_percent = models.PositiveSmallIntegerField(default=0)
    resume_key = models.UUIDField(null=True, blank=True)  # the activity that was open last
    membership = models.ForeignKey(  # of the moment when it started: who started counts there
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # How often anything changed of what a search for records finds (`courses.progress.records`), and what of it the
    # search engine has seen.
    version = models.BigIntegerField(default=1)
    indexed_version = models.BigIntegerField(default=0)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course_key", "round"], name="a_round_is_enrolled_in_once"
            ),
            models.UniqueConstraint(
                fields=["person", "course_key"],
                condition=Q(closed_at=None),
                name="a_person_learns_a_course_in_one_round",
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="rounds_count_from_one"),
            models.CheckConstraint(
                condition=Q(best_percent__lte=100), name="progress_is_at_most_all"
            ),
            models.CheckConstraint(
                condition=Q(indexed_version__lte=F("version")),
                name="no_engine_has_seen_a_round_that_is_not_there_yet",
            ),
        ]
        indexes = [
            models.Index(fields=["course_key", "started_at"], name="enrolments_of_a_course"),
            models.Index(
                fields=["started_at"], include=["membership", "person"], name="enrolments_by_day"
            ),
            models.Index(
                fields=["id"], condition=Q(indexed_version__lt=F("version")), name="rounds_to_send"
            ),
        ]


class Completion(models.Model):
    """What every completion has: when, in which language, and the membership of that moment."""

    at = models.DateTimeField(default=clock.now)
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class ActivityCompletion(Completion):
    """Somebody completed an activity. Append-only; twice is once, in each round."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="activity_completions")
    activity_key = models.UUIDField()
    language = models.CharField(max_length=2)
    revision_id = models.BigIntegerField(null=True)  # the page revision that the person saw
    attempt_id = models.UUIDField(null=True, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)  # between opening and pressing

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity_key"], name="an_activity_is_completed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["activity_key", "at"], name="completions_of_an_activity"),
            # Counted by month for all municipalities, from the index alone.
            models.Index(fields=["at"], include=["membership"], name="completions_by_day"),
        ]


class ModuleCompletion(Completion):
    """Somebody completed a module; `counted` lists the activities that made it complete."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="module_completions")
    module_key = models.UUIDField()
    counted = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "module_key"], name="a_module_is_completed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["module_key", "at"], name="completions_of_a_module"),
            models.Index(
                fields=["at"], include=["membership", "enrolment"], name="module_completions_by_day"
            ),
        ]


class CourseCompletion(Completion):
    """Somebody completed a course; `counted` lists the activities that made it complete."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="course_completion")
    counted = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(
                fields=["at"], include=["membership", "enrolment"], name="course_completions_by_day"
            )
        ]


class MonthCount(models.Model):
    """How many activities of a course somebody completed in a month, under a membership.

    Kept in the transaction that completes them: a chart of months then reads a tenth of the rows.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    course_key = models.UUIDField()
    month = models.DateField()  # its first day, in Asia/Bishkek
    activities = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "course_key", "month"],
                name="a_month_of_a_course_is_counted_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["month"], include=["membership", "activities"], name="counts_by_month"
            )
        ]


class ChecklistTick(models.Model):
    """A learner's tick in a lesson's checklist, kept by the id of the list's item."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    activity_key = models.UUIDField()
    item_id = models.CharField(max_length=36)
    ticked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "activity_key", "item_id"], name="an_item_is_ticked_once"
            ),
        ]
