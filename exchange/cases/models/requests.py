"""Whose case it is asks that it be withdrawn; a moderator withdraws it, or answers why it stays."""

from django.db import models
from django.db.models import Q

from exchange.cases.models.published import Case
from lms import clock
from lms.people.models import Person


class WithdrawalRequest(models.Model):
    """Open until a moderator has answered: with words that it stays, or by withdrawing the case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="withdrawal_requests")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    because = models.TextField()
    at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="a_request_to_withdraw_says_why"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at=None),
                name="a_case_is_asked_to_be_withdrawn_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="a_request_to_withdraw_is_answered_by_somebody",
            ),
        ]
