"""Whose case it is, also one that was brought in, asks moderators to withdraw it; they do, or say why it stays."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exchange.cases import access
from exchange.cases.asking_notices import close, tell_it_stays, tell_moderators
from exchange.cases.models import Case, WithdrawalRequest
from exchange.cases.notices import title_of_page
from lms import clock
from lms.letters import visible
from lms.people.models import Person
from lms.rules import Refusal, require

LONGEST = 1000  # characters


class NotShown(Refusal):
    message = _("This case is not published now.")


class WithoutWords(Refusal):
    message = _("Write why: a moderator decides by it.")
    field = "because"


class WithoutAnswer(Refusal):
    message = _("Write why it stays: whoever asked reads it.")
    field = "answer"


@transaction.atomic
def ask_to_withdraw(*, by: Person, case: Case, because: str) -> WithdrawalRequest:
    """Ask for it; moderators are told. What is asked already is not asked again.

    Raises `NotAllowed`, `NotShown`, `WithoutWords`.
    """
    require(access.can_revise(by, case))
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if case.taken_down_at is not None:
        raise NotShown
    if open_one := open_request_of(case):
        return open_one
    words = visible(because).strip()[:LONGEST]
    if not words:
        raise WithoutWords
    request = WithdrawalRequest.objects.create(case=case, by=by, because=words)
    tell_moderators(request)
    return request


def open_requests() -> QuerySet[WithdrawalRequest]:
    """What nobody has answered yet, the oldest first, each with the title of its case."""
    asked = WithdrawalRequest.objects.filter(answered_at=None).select_related("by", "case")
    return asked.annotate(title=title_of_page("case__page_id")).order_by("at")


def open_request_of(case: Case) -> WithdrawalRequest | None:
    """What nobody has answered yet."""
    return case.withdrawal_requests.filter(answered_at=None).select_related("by").first()


@transaction.atomic
def let_stay(*, by: Person, request: WithdrawalRequest, answer: str) -> WithdrawalRequest:
    """It is not withdrawn, for a reason that whoever asked reads. Raises `NotAllowed`, `WithoutAnswer`."""
    require(access.can_keep_library(by))
    request = WithdrawalRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.answered_at is not None:
        return request
    words = visible(answer).strip()[:LONGEST]
    if not words:
        raise WithoutAnswer
    request.answered_at, request.answered_by, request.answer = clock.now(), by, words
    request.save(update_fields=["answered_at", "answered_by", "answer"])
    close(request)
    tell_it_stays(request)
    return request


def answer_by_withdrawing(case: Case, by: Person) -> None:
    """It is withdrawn: that is the answer, and its owners are told of it as of any."""
    for request in case.withdrawal_requests.filter(answered_at=None):
        request.answered_at, request.answered_by = clock.now(), by
        request.save(update_fields=["answered_at", "answered_by"])
        close(request)
