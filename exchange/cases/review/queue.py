"""What waits in the review of cases: for a moderator, for others, and for the authors. The oldest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from exchange.cases import access
from exchange.cases.choices import DraftState, ReviewStep
from exchange.cases.models import Approval, CaseDraft
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

    @property
    def days(self) -> int:
        """How many have begun since."""
        return (clock.today() - localdate(self.since)).days


def in_review(by: Person) -> list[Waiting]:
    """All that is in review, and whether this moderator may take its step now."""
    drafts = list(
        DRAFTS.filter(state=DraftState.SUBMITTED)
        .select_related("municipality")
        .order_by("submitted_at", "pk")[:MOST]
    )
    standings = standings_of(drafts)
    passed = dict(
        Approval.objects.filter(draft__in=drafts).order_by("at").values_list("draft", "at")
    )
    waiting = []
    for draft in drafts:
        standing = standings[draft.pk]
        if standing.step is None:
            continue
        since = passed[draft.pk] if standing.passed else draft.submitted_at
        assert since, "as its state says"
        verdict = access.can_review(by, standing)
        waiting.append(Waiting(draft, standing.step, since, verdict))
    return sorted(waiting, key=lambda each: (each.since, each.draft.pk))


def how_many_wait(by: Person) -> int:
    """For this moderator."""
    return sum(1 for each in in_review(by) if each.verdict)


def with_authors() -> QuerySet[Any]:
    """What was given back: those who have it longest first."""
    return (
        DRAFTS.filter(state=DraftState.CHANGES)
        .select_related("municipality")
        .order_by("submitted_at", "pk")[:MOST]
    )
