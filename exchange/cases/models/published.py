"""What of a case is published: facts that count, the same in all languages, and the words of each."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from wagtail.documents.models import Document

from exchange.cases import access
from exchange.cases.choices import CostKind, Evidence, Level, Licence, Status
from exchange.cases.models.lists import Service, Tag
from exchange.forum.models import Topic
from lms import clock
from lms.people.models import Municipality, Person, Position


class Case(models.Model):
    """A case that was ever published: its facts, taken from the page of its source language.

    `key` is the `translation_key` of its pages. The row stays when the case is taken down, so that addresses and what
    others built on it go on leading somewhere; who reads it is decided by its texts, which are there while it is shown.
    `written_on` is the day on which the facts were written down: what was done lies before it.
    """

    key = models.UUIDField(unique=True)
    page_id = models.BigIntegerField()  # the source page
    source_language = models.CharField(max_length=2)
    slug = models.CharField(max_length=255)  # the current address
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="cases")
    services = models.ManyToManyField(Service, related_name="cases")
    tags = models.ManyToManyField(Tag, related_name="cases")
    level = models.CharField(max_length=5, choices=Level.choices)
    status = models.CharField(max_length=7, choices=Status.choices)
    is_illustrative = models.BooleanField(default=False)
    population = models.PositiveIntegerField(null=True)
    households = models.PositiveIntegerField(null=True)
    villages = models.PositiveSmallIntegerField(null=True)
    launch_cost = models.BigIntegerField(null=True)  # som: the costs that come once
    yearly_cost = models.BigIntegerField(null=True)  # som
    # %: of all its funding rows
    funded_share = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    has_results = models.BooleanField(default=False)  # an indicator with its figure after
    evidence_level = models.PositiveSmallIntegerField(choices=Evidence.choices)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_position = models.ForeignKey(Position, models.PROTECT, null=True, related_name="+")
    contact_person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    contact_consented_on = models.DateField(null=True)
    open_to_visits = models.BooleanField(default=False)
    licence = models.CharField(max_length=12, choices=Licence.choices)
    origin = models.CharField(max_length=200, blank=True)  # the library that it was taken from
    origin_address = models.URLField(max_length=500, blank=True)
    origin_authors = models.CharField(max_length=300, blank=True)
    started_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)  # when its owner last said that it is true
    year = models.PositiveSmallIntegerField()  # in which it began; published, if nobody said
    written_on = models.DateField(default=clock.today)
    # Of its adoptions, kept with each step of them: all, those that are under way or working, those that work.
    adoptions_count = models.PositiveIntegerField(default=0)
    taken_up_count = models.PositiveIntegerField(default=0)
    working_count = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)  # its owners, whether it still works
    topics = models.ManyToManyField(Topic, related_name="cases")
    published_at = models.DateTimeField(default=clock.now)  # first
    changed_at = models.DateTimeField(default=clock.now)
    taken_down_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)  # in Russian
    withdrawn_because_ky = models.TextField(blank=True)  # may be missing
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(launch_cost=None) | Q(launch_cost__gte=0),
                name="the_launch_of_a_case_costs_nothing_or_more",
            ),
            models.CheckConstraint(
                condition=Q(yearly_cost=None) | Q(yearly_cost__gte=0),
                name="a_year_of_a_case_costs_nothing_or_more",
            ),
            models.CheckConstraint(
                condition=Q(funded_share__lte=100), name="shares_of_a_case_are_at_most_all_of_it"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PLANNED)
                | Q(started_on=None)
                | Q(started_on__lte=F("written_on")),
                name="what_is_no_plan_has_begun",
            ),
            models.CheckConstraint(
                condition=(Q(reviewed_on=None) | Q(reviewed_on__lte=F("written_on")))
                & (Q(confirmed_on=None) | Q(confirmed_on__lte=F("written_on"))),
                name="a_case_was_reviewed_and_confirmed_before_today",
            ),
            models.CheckConstraint(
                condition=Q(evidence_level__lte=max(Evidence.values)),
                name="there_are_five_levels_of_evidence",
            ),
            models.CheckConstraint(
                condition=Q(contact_name="", contact_person=None)
                | Q(contact_consented_on__isnull=False),
                name="whoever_is_named_for_questions_has_agreed",
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at=None,
                    withdrawn_because="",
                    withdrawn_because_ky="",
                    withdrawn_by=None,
                    replaced_by=None,
                )
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                    & Q(taken_down_at__isnull=False)
                ),
                name="a_case_is_withdrawn_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk")),
                name="no_case_replaces_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="cases_by_day"),
            models.Index(
                fields=["-taken_up_count", "-published_at", "-id"], name="cases_by_adoptions"
            ),
        ]

    def was_written_by(self, person: Person) -> bool:
        """Whether this person has had a hand in a draft of it."""
        from exchange.cases.models.drafts import CaseDraft  # noqa: PLC0415  which stands beside this

        own = Q(started_by=person) | Q(co_authors__person=person)
        return CaseDraft.objects.filter(own, key=self.key).exists()


class CaseTextQuerySet(models.QuerySet["CaseText"]):
    def visible_to(self, user: access.User) -> Self:
        return self.filter(access.texts_visible_to(user))


class CaseText(models.Model):
    """What readers of one language see of a case; there for every site language while the case is published.

    `text_language` says in which one the words really are. `content` is `exchange.cases.content.content_of`.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    text_language = models.CharField(max_length=2)
    page_id = models.BigIntegerField()  # whose words they are
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=280)
    content = models.JSONField()
    version = models.CharField(max_length=16)  # of the content: the same words have the same
    published_at = models.DateTimeField()  # as of the case, so that lists read one table

    objects = CaseTextQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-case_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "language"], name="a_case_is_published_once_a_language"
            ),
        ]
        indexes = [
            models.Index(fields=["language", "-published_at", "-case"], name="cases_of_a_language"),
        ]


class CaseAddress(models.Model):
    """A slug under /cases/ that was ever published; it leads to its case for ever."""

    slug = models.CharField(max_length=255, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="addresses")
    since = models.DateTimeField(default=clock.now)


class Row(models.Model):
    """A row of a case that counts; its words are in the texts. `key` is its block's id, the same in all languages."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="%(class)ss")
    key = models.UUIDField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["order"]


class CaseCost(Row):
    """What it cost, in som; in kind: what it would have cost."""

    kind = models.CharField(max_length=8, choices=CostKind.choices)
    amount = models.BigIntegerField()

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="a_cost_is_counted_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="no_cost_is_negative"),
        ]


class CaseFunding(Row):
    """Who paid for the launch: som, and the share of it in per cent."""

    amount = models.BigIntegerField(null=True)
    share = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="a_source_is_counted_once"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="no_source_takes_money_away"
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=100),
                name="a_share_is_at_most_all_of_it",
            ),
        ]


class CaseIndicator(Row):
    """What changed; an adoption answers it with figures of its own."""

    unit = models.CharField(max_length=40, blank=True)  # in the source language
    before = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    after = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    measured_on = models.DateField(null=True)
    written_on = models.DateField(default=clock.today)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="an_indicator_is_counted_once"),
            models.CheckConstraint(
                condition=Q(before=None, after=None) | ~Q(unit=""),
                name="before_and_after_have_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(measured_on=None) | Q(measured_on__lte=F("written_on")),
                name="what_was_measured_lies_in_the_past",
            ),
        ]


class CaseCourse(models.Model):
    """A course about the same; courses are known by their keys."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="courses")
    course_key = models.UUIDField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "course_key"], name="a_case_names_a_course_once"
            ),
        ]


class CaseSource(models.Model):
    """A case that this one builds on, by its key: the two may be published in either order."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="sources")
    source_key = models.UUIDField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "source_key"], name="a_case_names_its_source_once"
            ),
        ]


class CaseDocument(models.Model):
    """A document that a case offers, in one of its languages at least."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "document"], name="a_case_offers_a_document_once"
            ),
        ]
