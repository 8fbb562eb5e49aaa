"""What waits in the review of cases: for a moderator, for others, and for the authors. The oldest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from exchange.cases import access
from exchange.cases.asking_to_withdraw import open_requests
from exchange.cases.choices import DraftState, ReviewStep
from exchange.cases.models import CaseDraft, CasePage
from exchange.cases.review.notices import DRAFTS
from exchange.cases.review.standing import standings_of
from lms import clock
from lms.people.models import Person
from lms.rules import Verdict

MOST = 200  # shown at once; those that wait longest


@dataclass(frozen=True)
class Waiting:
    """A case in review, the step that it waits for, and since when. `draft` has its `title`."""

    draft: CaseDraft
    step: ReviewStep
    since: datetime
    verdict: Verdict
    is_new_version: bool  # of a case that is published

    @property
    def days(self) -> int:
        """How many have begun since."""
        return (clock.today() - localdate(self.since)).days


def in_review(by: Person) -> list[Waiting]:
    """All that is in review, and whether this moderator may take its step now."""
    drafts = list(_longest(DRAFTS, DraftState.SUBMITTED).select_related("municipality"))
    standings = standings_of(drafts)
    pages = CasePage.objects.filter(live=True, pk__in=[draft.page_id for draft in drafts])
    published = set(pages.order_by().values_list("pk", flat=True))
    waiting = []
    for draft in drafts:
        standing = standings[draft.pk]
        if standing.step is None:
            continue
        assert standing.since, "as its state says"
        verdict = access.can_review(by, standing)
        is_new = draft.page_id in published
        waiting.append(Waiting(draft, standing.step, standing.since, verdict, is_new))
    return sorted(waiting, key=lambda each: (each.since, each.draft.pk))


def how_many_wait(by: Person) -> int:
    """For this moderator: cases in review, and those that are asked to be withdrawn."""
    standings = standings_of(_longest(CaseDraft.objects.all(), DraftState.SUBMITTED))
    to_review = sum(bool(access.can_review(by, each)) for each in standings.values())
    return to_review + open_requests().count()


def with_authors() -> QuerySet[Any]:
    """What was given back: those who have it longest first."""
    return _longest(DRAFTS, DraftState.CHANGES).select_related("municipality")


def _longest(drafts: QuerySet[Any], state: DraftState) -> QuerySet[Any]:
    return drafts.filter(state=state).order_by("submitted_at", "pk")[:MOST]
