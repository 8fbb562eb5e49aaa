"""Is it still so? The owners of what nobody has confirmed for a year say that it is, or write what has changed."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from exchange.cases import access
from exchange.cases.choices import DraftState, Part, Status
from exchange.cases.models import Case, CaseDraft, CasePage
from exchange.cases.owners import owners_of
from exchange.cases.publication import republish
from exchange.cases.review.confirm_notices import STILL_TRUE, subject_of
from exchange.cases.review.notices import tell_reviewers
from exchange.cases.review.talk import write_comment
from exchange.cases.writing.drafting import save_part, start_draft
from lms import clock
from lms.notifications import telling
from lms.people.models import Person
from lms.rules import Refusal, require

IN_REVIEW = [DraftState.SUBMITTED, DraftState.CHANGES]
HOLDS_FOR = timedelta(
    days=365
)  # what somebody said of a case; then they are asked, once in that time


class NotShown(Refusal):
    message = _("This case is not published now.")


class NewOneInReview(Refusal):
    message = _("A new version of this case is being reviewed: it will say what is true now.")


def to_ask() -> QuerySet[Case]:
    """What is published, was said to be true a year ago or earlier, and has no new version in review."""
    day, moment = clock.today() - HOLDS_FOR, clock.now() - HOLDS_FOR
    revised = CaseDraft.objects.filter(state__in=IN_REVIEW).order_by().values("key")
    return (
        Case.objects.filter(taken_down_at=None, published_at__lte=moment)
        .filter(Q(confirmed_on=None) | Q(confirmed_on__lte=day))
        .filter(Q(reviewed_on=None) | Q(reviewed_on__lte=day))
        .filter(Q(asked_at=None) | Q(asked_at__lte=moment))
        .exclude(key__in=revised)
        .order_by("pk")
    )


def ask_owners() -> int:
    """Ask those of each case; where nobody is left to be asked, it waits for somebody. Returns how many were asked."""
    return sum(_ask(pk) for pk in list(to_ask().values_list("pk", flat=True)))


@transaction.atomic
def _ask(pk: int) -> bool:
    # Once more, locked: two sweeps at once ask once.
    case = to_ask().select_for_update(of=("self",)).filter(pk=pk).first()
    if case is None:
        return False
    told = telling.tell(
        STILL_TRUE,
        event=f"case still true:{case.pk}:{clock.today():%Y%m%d}",
        subject=subject_of(case),
        people=owners_of(case),
    )
    if told:
        Case.objects.filter(pk=case.pk).update(asked_at=clock.now())
    return bool(told)


@transaction.atomic
def confirm_case(*, by: Person, case: Case) -> Case:
    """It is as it says, today. Readers see the day; nothing else of it changes.

    Raises `NotAllowed`, `NotShown`, `NewOneInReview`.
    """
    require(access.can_revise(by, case))
    # As whoever submits or publishes it locks them: the draft, the page, the case.
    drafts = CaseDraft.objects.select_for_update(of=("self",)).filter(key=case.key)
    if any(draft.state in IN_REVIEW for draft in drafts):
        raise NewOneInReview
    page = CasePage.objects.select_for_update().get(pk=case.page_id)
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.taken_down_at is not None:
        raise NotShown
    today = clock.today()
    CasePage.objects.filter(pk=page.pk).update(confirmed_on=today)
    # A new version is made of these, and would bring the old day back.
    for revision in Revision.objects.filter(
        pk__in={page.live_revision_id, page.latest_revision_id}
    ):
        revision.content["confirmed_on"] = today.isoformat()
        revision.save(update_fields=["content"])
    republish(case.key)
    telling.withdraw(telling.about([subject_of(case)]))
    case.refresh_from_db()
    return case


@transaction.atomic
def revise_case(
    *, by: Person, case: Case, client_id: UUID, language: str, has_stopped: bool, what: str = ""
) -> CaseDraft:
    """It is not so any more: begin what it should say, and that it has stopped, if it has.

    `what` has changed, in a few words, stands above the parts while they are written; reviewers read it with the case.

    Raises `NotAllowed`, `NotShown`.
    """
    require(access.can_revise(by, case))
    if case.taken_down_at is not None:
        raise NotShown
    draft = start_draft(by=by, client_id=client_id, language=language, case=case)
    basics = draft.parts.filter(part=Part.BASICS).first()  # the newest
    if has_stopped and draft.is_open and basics:
        data = {**basics.data, "status": Status.STOPPED.value}
        save_part(by=by, draft=draft, part=Part.BASICS, data=data, base_version=basics.version)
    if what.strip():
        _note(by, draft, what.strip())
    telling.withdraw(telling.about([subject_of(case)]))
    return draft


def _note(by: Person, draft: CaseDraft, what: str) -> None:
    if draft.comments.filter(author=by, text=what).exists():
        return
    written = write_comment(by=by, draft=draft, text=what, is_of_reviewer=False)
    if draft.submitted_at is not None:
        tell_reviewers(written)
