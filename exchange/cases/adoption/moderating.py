"""A moderator hides what was written of a step, or of what is done otherwise, or shows it again.

With a reason, written down and told to its author. Where it stands is a fact, and stays: only the words are hidden.
"""

from django.db import transaction

from exchange.cases import access
from exchange.cases.adoption.adopting import locked
from exchange.cases.models import Adoption, AdoptionStep
from exchange.forum.acts import clean_reason, record
from exchange.forum.choices import ActKind
from exchange.forum.refusals import AlreadySo
from lms import clock
from lms.people.models import Person
from lms.rules import require


@transaction.atomic
def hide_note(*, by: Person, step: AdoptionStep, reason: str) -> AdoptionStep:
    """Show the words to nobody but the municipality that wrote them, and moderators.

    Raises `NotAllowed`, `ReasonNeeded`, `ReasonTooLong`, `AlreadySo`.
    """
    step, reason = _locked(by, step, reason)
    if step.hidden_at or not step.note:
        raise AlreadySo
    step.hidden_at, step.hidden_by, step.hidden_because = clock.now(), by, reason
    return _keep(step, ActKind.HIDE_STEP, by, reason)


@transaction.atomic
def restore_note(*, by: Person, step: AdoptionStep, reason: str) -> AdoptionStep:
    """Show them to everybody again. Raises as `hide_note` does."""
    step, reason = _locked(by, step, reason)
    if not step.hidden_at:
        raise AlreadySo
    step.hidden_at, step.hidden_by, step.hidden_because = None, None, ""
    return _keep(step, ActKind.RESTORE_STEP, by, reason)


@transaction.atomic
def hide_difference(*, by: Person, adoption: Adoption, reason: str) -> Adoption:
    """Show what is done otherwise to nobody but the municipality that wrote it, and moderators.

    Raises as `hide_note` does.
    """
    adoption, reason = _locked_adoption(by, adoption, reason)
    if adoption.differs_hidden_at or not adoption.differs:
        raise AlreadySo
    adoption.differs_hidden_at, adoption.differs_hidden_by = clock.now(), by
    adoption.differs_hidden_because = reason
    return _keep_difference(adoption, ActKind.HIDE_STEP, by, reason)


@transaction.atomic
def restore_difference(*, by: Person, adoption: Adoption, reason: str) -> Adoption:
    """Show it to everybody again. Raises as `hide_note` does."""
    adoption, reason = _locked_adoption(by, adoption, reason)
    if not adoption.differs_hidden_at:
        raise AlreadySo
    adoption.differs_hidden_at, adoption.differs_hidden_by = None, None
    adoption.differs_hidden_because = ""
    return _keep_difference(adoption, ActKind.RESTORE_STEP, by, reason)


def _locked_adoption(by: Person, adoption: Adoption, reason: str) -> tuple[Adoption, str]:
    require(access.can_moderate_difference(by, adoption))
    case, adoption = locked(adoption)
    adoption.case = case
    return adoption, clean_reason(reason)


def _keep_difference(adoption: Adoption, kind: ActKind, by: Person, reason: str) -> Adoption:
    adoption.save(
        update_fields=["differs_hidden_at", "differs_hidden_by", "differs_hidden_because"]
    )
    if author := adoption.differs_by:
        address = _address_of(adoption)
        record(kind=kind, by=by, person=author, reason=reason, address=address)
    return adoption


def _address_of(adoption: Adoption) -> str:
    return f"/cases/{adoption.case.slug}/adoptions/{adoption.pk}/"


def _locked(by: Person, step: AdoptionStep, reason: str) -> tuple[AdoptionStep, str]:
    require(access.can_moderate_note(by, step))
    case, adoption = locked(step.adoption)
    step = adoption.steps.select_related("by").get(pk=step.pk)
    step.adoption.case = case
    return step, clean_reason(reason)


def _keep(step: AdoptionStep, kind: ActKind, by: Person, reason: str) -> AdoptionStep:
    step.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
    if step.by:  # of what was brought in nobody knows who wrote it
        address = _address_of(step.adoption)
        record(kind=kind, by=by, person=step.by, reason=reason, address=address, step=step.pk)
    return step
