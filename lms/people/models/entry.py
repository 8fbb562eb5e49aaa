"""Ways in: invitations and codes to come back; what was agreed to on the way."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from lms import clock
from lms.people import access
from lms.people.models.person import Person
from lms.people.models.places import Municipality


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self) -> Self:
        """Neither used nor withdrawn nor past their day."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=clock.now())

    def visible_to(self, user: access.User) -> Self:
        return self.filter(access.invitations_visible_to(user))


class Invitation(models.Model):
    """A link that confirms its bearer's membership at once; of the code only a hash is kept."""

    code_hash = models.CharField(max_length=64, unique=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="invitations_sent")
    # A phone number or an e-mail address, if it was sent: then only its bearer knows the code.
    sent_to = models.CharField(max_length=254, blank=True)
    for_whom = models.CharField(max_length=100, blank=True)  # the coordinator's own note
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="invitations_used"
    )
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None, used_by=None)
                | Q(used_at__isnull=False, used_by__isnull=False),
                name="a_used_invitation_was_used_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="an_invitation_lasts_some_time"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(withdrawn_at=None),
                name="an_invitation_is_not_both_used_and_withdrawn",
            ),
        ]

    @property
    def is_past(self) -> bool:
        """Whether its day has gone by."""
        return self.expires_at <= clock.now()


class ReturnCode(models.Model):
    """A single-use code by which a member without e-mail comes back; printed or read out by the coordinator."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="return_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # when the person heard of it

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gte=F("made_at")),
                name="a_return_code_ends_after_it_was_made",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("made_by")), name="nobody_makes_a_return_code_for_themselves"
            ),
        ]


class Consent(models.Model):
    """What somebody agreed to at sign-up: the version and the language of the words that were shown."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["person", "given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version"], name="a_consent_is_given_once_a_version"
            )
        ]
