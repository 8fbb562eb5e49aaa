"""What somebody wrote, and what it said before it was changed."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from exchange.forum import access
from exchange.forum.choices import HeldBecause
from exchange.forum.models.topic import Strand, Topic
from lms import clock
from lms.people.models import Membership

# What everybody sees who may open the topic.
SHOWN = Q(hidden_at=None, deleted_at=None, held_at=None)


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: access.User) -> Self:
        """Of topics that are visible to the person."""
        topics = Topic.objects.visible_to(user)
        return self.filter(access.posts_visible_to(user), topic__in=topics)

    def at(self, key: int) -> Self:
        """The post of that key, also of one that it had while it was held."""
        return self.filter(Q(pk=key) | Q(was=key))

    def shown(self) -> Self:
        """What everybody sees who may open the topic."""
        return self.filter(SHOWN)


class Post(models.Model):
    """A post. Keys rise in the order in which a topic's posts were written: a writer locks the topic first.

    `text` is Markdown as it was typed, `html` what is shown. `client_id` is the form's: sent twice, it is one post.
    Words of others are in `text` even when these are not shown any more, in `html` only while they are: what shows,
    finds or sends a post takes `html` and, for its words alone, `markdown.words_in`.
    What is held waits for a moderator; released, it has a new key, as if written then, and `was` keeps the old one.
    """

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="posts")
    strand = models.ForeignKey(Strand, models.PROTECT, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    client_id = models.UUIDField()
    language = models.CharField(max_length=2)
    text = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)  # counted up by each change
    edited_at = models.DateTimeField(null=True, blank=True)
    helped_count = models.PositiveIntegerField(default=0)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    hidden_because = models.CharField(max_length=300, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    solved = models.JSONField(null=True, blank=True)  # deleted as a solution: who marked it, when
    held_at = models.DateTimeField(null=True, blank=True)
    held_because = models.CharField(max_length=10, choices=HeldBecause.choices, blank=True)
    was = models.BigIntegerField(null=True, blank=True)  # its key while it was held

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "client_id"], name="a_post_sent_twice_is_one"
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None, hidden_because="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_because="")),
                name="a_hidden_post_was_hidden_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(version=1, edited_at=None) | Q(version__gt=1, edited_at__isnull=False),
                name="a_changed_post_says_when",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None, held_because="")
                | (Q(held_at__isnull=False) & ~Q(held_because="")),
                name="a_held_post_says_why",
            ),
            models.UniqueConstraint(fields=["was"], name="a_key_that_was_leads_to_one_post"),
        ]
        indexes = [
            models.Index(fields=["topic", "id"], name="posts_of_a_topic"),
            models.Index(
                fields=["strand", "id"], include=["author"], condition=SHOWN, name="unread_posts"
            ),
            models.Index(fields=["author", "-id"], name="posts_of_an_author"),
            models.Index(
                fields=["held_at"], condition=Q(held_at__isnull=False), name="posts_that_wait"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}, {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_shown(self) -> bool:
        return self.hidden_at is None and self.deleted_at is None and self.held_at is None

    @property
    def waits(self) -> bool:
        """Whether a moderator should look at it before it is shown."""
        return self.held_at is not None and self.hidden_at is None and self.deleted_at is None


class PostRevision(models.Model):
    """What a post said before a change; `client_id` is that of the form which changed it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    client_id = models.UUIDField(null=True, blank=True)
    title = models.CharField(max_length=120, blank=True)  # of the topic, if this was its first post
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["post", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "version"], name="a_version_of_a_post_is_kept_once"
            )
        ]


class Quote(models.Model):
    """A post quotes another, or once did: when that one is hidden, this one is shown anew without its words."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="quotes")
    quoted = models.ForeignKey(Post, models.CASCADE, related_name="quoted_in")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "quoted"], name="a_post_quotes_another_once")
        ]
