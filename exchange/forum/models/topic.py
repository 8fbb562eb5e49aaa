"""A question or a discussion, and the strands that its posts hang on."""

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from exchange.forum import access
from exchange.forum.choices import Audience, TopicKind
from exchange.forum.models.category import Category
from lms import clock
from lms.people.models import Membership, Municipality

TITLE_LENGTH = 120  # characters
OF_MUNICIPALITIES = (Audience.MUNICIPALITY, Audience.TWO)  # read by one, or by two


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: access.User) -> Self:
        return self.filter(access.topics_visible_to(user))

    def listed(self) -> Self:
        """What lists and counts have: nothing hidden, nothing that was merged into another."""
        return self.filter(hidden_at=None, merged_into=None)

    def unanswered(self) -> Self:
        return self.filter(posts_count__lte=1, kind=TopicKind.QUESTION, solution=None)


class Topic(models.Model):
    """What somebody asks or begins to talk about, in a category or in a course's discussion.

    `audience` and `municipality` say who reads it: copied from the category, so that reading asks one table. What two
    municipalities say to each other stands in neither: `municipality` began it, with `other_municipality`. What was
    merged into another keeps its row, so that its address still leads there.
    """

    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="topics"
    )
    course_key = models.UUIDField(null=True, blank=True)
    activity_key = models.UUIDField(null=True, blank=True)  # the lesson that it is about
    audience = models.CharField(max_length=12, choices=Audience.choices)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )
    other_municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TopicKind.choices)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    language = models.CharField(max_length=2)
    is_illustrative = models.BooleanField(default=False)  # of the demonstration
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="topics")
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    last_post_at = models.DateTimeField(default=clock.now)
    posts_count = models.PositiveIntegerField(default=0)  # those that everybody sees
    same_problem_count = models.PositiveIntegerField(default=0)  # municipalities
    solution = models.ForeignKey(
        "Post", models.PROTECT, null=True, blank=True, related_name="solved_topics"
    )
    solved_at = models.DateTimeField(null=True, blank=True)
    solved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    pinned_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["-last_post_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience=Audience.TWO) | (Q(category=None) ^ Q(course_key=None)),
                name="a_topic_is_in_a_category_or_in_a_course",
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.TWO) | Q(category=None, course_key=None),
                name="what_two_municipalities_say_stands_in_no_other_place",
            ),
            models.CheckConstraint(
                condition=Q(activity_key=None) | Q(course_key__isnull=False),
                name="a_lesson_that_is_asked_about_is_of_a_course",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=OF_MUNICIPALITIES, municipality__isnull=False)
                | (~Q(audience__in=OF_MUNICIPALITIES) & Q(municipality=None)),
                name="what_one_municipality_reads_says_which",
            ),
            models.CheckConstraint(
                condition=Q(audience=Audience.TWO, other_municipality__isnull=False)
                | (~Q(audience=Audience.TWO) & Q(other_municipality=None)),
                name="what_two_municipalities_read_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(other_municipality=None) | ~Q(other_municipality=F("municipality")),
                name="two_municipalities_are_two",
            ),
            models.CheckConstraint(
                condition=Q(solution=None, solved_at=None, solved_by=None)
                | Q(solution__isnull=False, solved_at__isnull=False, solved_by__isnull=False),
                name="a_solution_was_marked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(solution=None) | Q(kind=TopicKind.QUESTION),
                name="only_a_question_has_a_solution",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="a_topic_has_a_title"),
        ]
        indexes = [
            models.Index(
                fields=["category", "-last_post_at", "-id"],
                condition=Q(hidden_at=None, merged_into=None),
                name="topics_of_a_category",
            ),
            models.Index(
                fields=["course_key", "-last_post_at", "-id"],
                condition=Q(hidden_at=None, merged_into=None, course_key__isnull=False),
                name="topics_of_a_course",
            ),
            models.Index(
                fields=["-last_post_at", "-id"],
                condition=Q(hidden_at=None, merged_into=None),
                name="topics_by_last_post",
            ),
            models.Index(fields=["author", "-last_post_at", "-id"], name="topics_of_an_author"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_question(self) -> bool:
        return self.kind == TopicKind.QUESTION

    @property
    def answers_count(self) -> int:
        """Posts that everybody sees, but for the first."""
        return max(self.posts_count - 1, 0)

    @property
    def place(self) -> tuple[int | None, UUID | None]:
        """Where it stands: the category, or the course."""
        return self.category_id, self.course_key


class Strand(models.Model):
    """Posts that were written one after the other. How far somebody has read is kept for each strand.

    A topic begins with one. Merging brings the other topic's strands along; splitting moves posts onto a new strand,
    with a copy of everybody's place in the old one: what was read stays read, what was not stays unread, exactly.
    """

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="strands")
