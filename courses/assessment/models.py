"""Quizzes as pages, and attempts as they were: what was asked, answered, and found."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.assessment.blocks import QuestionBlocks
from courses.assessment.questions import AskedQuiz
from courses.catalogue.models import Activity
from courses.catalogue.panels import COUNTS, page_form
from courses.progress.models import Enrolment
from lms import clock
from lms.people.models import Person


class QuizPage(Activity, Page):
    """A quiz; complete when passed. Key, points and rules are read from the source language only."""

    KIND = "quiz"

    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark, per cent"),
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    max_attempts = models.PositiveSmallIntegerField(
        _("attempts"),
        null=True,
        blank=True,
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("Leave empty for as many as people like."),
    )
    wait_minutes = models.PositiveIntegerField(_("minutes between attempts"), default=0)
    shuffle = models.BooleanField(_("shuffle questions and answers"), default=False)
    finish_after_days = models.PositiveSmallIntegerField(
        _("finish an open attempt after, days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leave empty if it may stay open."),
    )
    questions = StreamField(QuestionBlocks(), verbose_name=_("questions"))

    template = "assessment/preview.html"  # learners get it from our own views
    parent_page_types: ClassVar[list[str]] = ["catalogue.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    edit_handler = page_form(
        COUNTS,
        FieldPanel("questions", help_text=_("Five to ten are enough to see what stayed.")),
        MultiFieldPanel(
            [
                FieldPanel("pass_mark", help_text=_("70 means: seven points of ten.")),
                FieldPanel("max_attempts"),
                FieldPanel("wait_minutes"),
                FieldPanel("shuffle"),
                FieldPanel("finish_after_days"),
            ],
            heading=_("How it is taken"),
        ),
    )

    class Meta:
        verbose_name = _("quiz")

    def next_attempt_opens(self, ended: datetime) -> datetime:
        """When another attempt may be started after one that ended: on the minute that people are told."""
        opens = ended + timedelta(minutes=self.wait_minutes)
        return opens.replace(second=0, microsecond=0)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def unfinished(self) -> Self:
        return self.filter(finished_at=None)

    def overdue(self) -> Self:
        return self.unfinished().filter(deadline__lte=clock.now())

    def of(self, person: Person) -> Self:
        return self.filter(enrolment__person=person)


class Attempt(models.Model):
    """One go at a quiz. `questions` keeps what was asked as it was: texts in the languages there were, options, key,
    points, in the order drawn. The shape is `courses.assessment.questions.AskedQuiz` as JSON."""

    class FinishedBy(models.TextChoices):
        PERSON = "person", _("the person")
        TIME = "time", _("time")
        TASK = "task", _("the system")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    quiz_key = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    questions = models.JSONField()
    pass_mark = models.PositiveSmallIntegerField()
    max_attempts = models.PositiveSmallIntegerField(null=True, blank=True)
    revision_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(default=clock.now)
    deadline = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.CharField(max_length=6, choices=FinishedBy.choices, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "quiz_key", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "quiz_key", "number"], name="an_attempt_has_its_own_number"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "quiz_key"],
                condition=Q(finished_at=None),
                name="a_quiz_is_attempted_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_by="")
                | (Q(finished_at__isnull=False) & ~Q(finished_by="")),
                name="a_finished_attempt_was_finished_by_something",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="attempts_count_from_one"),
        ]
        indexes = [
            models.Index(
                fields=["deadline"], condition=Q(finished_at=None), name="attempts_to_be_finished"
            ),
            models.Index(fields=["quiz_key"], name="attempts_of_a_quiz"),
        ]

    @cached_property
    def asked(self) -> AskedQuiz:
        return AskedQuiz.from_json(self.questions)

    @property
    def is_overdue(self) -> bool:
        return (
            self.finished_at is None and self.deadline is not None and self.deadline <= clock.now()
        )

    @property
    def result(self) -> "Result | None":
        """The newest result, if the attempt is finished."""
        return max(self.results.all(), key=lambda result: result.n, default=None)


class Answer(models.Model):
    """What somebody answered; `value` is a list of option ids, a text or a number as typed.

    `sequence` grows with each change of the answer, so that what a phone sends late never undoes what came after it.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="answers")
    question_id = models.CharField(max_length=36)
    sequence = models.PositiveIntegerField(default=1)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    value = models.JSONField()
    saved_at = models.DateTimeField(default=clock.now)
    is_right = models.BooleanField(null=True)  # wholly; known once graded, counted for trainers

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "question_id"], name="a_question_has_one_answer"
            ),
        ]


class LateAnswer(models.Model):
    """An answer that came after the end: kept and shown, never graded."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="late_answers")
    question_id = models.CharField(max_length=36)
    client_id = models.UUIDField(unique=True)
    value = models.JSONField()
    came_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["attempt", "came_at"]


class Result(models.Model):
    """What an attempt was worth. A regrade adds a row; it can give a pass and never takes one."""

    class Cause(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        TIME = "time", _("time ran out")
        REGRADE = "regrade", _("graded again")

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="results")
    n = models.PositiveSmallIntegerField(default=1)
    points = models.DecimalField(max_digits=7, decimal_places=2)
    of = models.PositiveIntegerField()
    passed = models.BooleanField()
    cause = models.CharField(max_length=9, choices=Cause.choices)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["attempt", "-n"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "n"], name="results_of_an_attempt_are_numbered"
            ),
            models.CheckConstraint(condition=Q(n__gte=1), name="results_count_from_one"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=F("of")),
                name="points_are_between_none_and_all",
            ),
        ]
