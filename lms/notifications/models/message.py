"""Messages that leave the house: one row for each event, person and channel, written with the act, sent by a task."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms import clock


class Channel(models.TextChoices):
    MAIL = "mail", _("E-mail")
    SMS = "sms", _("SMS")


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    def due(self) -> Self:
        """Not sent, not given up, and not begun by somebody; a code is sent again rather than not at all."""
        untried = Q(began_at=None) | Q(is_secret=True)
        return self.filter(untried, sent_at=None, given_up_at=None, due_at__lte=clock.now())


class OutgoingMessage(models.Model):
    """A mail or an SMS. `event` names what happened ("certificate:2026-000412"), so that no rerun sends it twice.

    `html` stands beside the text in a mail; without it the text is put into the frame of all mails. `unsubscribe` says
    what one click in the mail switches off ("kind:forum.reply", as `unsubscribing` reads it), nothing for a code.
    """

    event = models.CharField(max_length=120)
    recipient = models.CharField(max_length=254)  # an e-mail address or an E.164 number
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outgoing_messages",
    )
    channel = models.CharField(max_length=4, choices=Channel.choices)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    unsubscribe = models.CharField(max_length=70, blank=True)
    is_secret = models.BooleanField(default=False)  # a code: its text is wiped once sent
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(default=clock.now)  # when it is tried next
    given_up_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)  # a try whose end is not known (yet)
    tried_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient", "channel"], name="a_message_is_sent_once_an_event"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None),
                name="a_message_is_not_both_sent_and_given_up",
            ),
            models.CheckConstraint(
                condition=Q(unsubscribe="") | Q(person__isnull=False),
                name="whoever_may_unsubscribe_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, given_up_at=None),
                name="messages_to_send",
            )
        ]
