"""What a draft lacks, how much of it there is, and how it is submitted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from exchange.cases import access
from exchange.cases.choices import DraftState, Part
from exchange.cases.models import CaseDraft
from exchange.cases.writing import typed
from exchange.cases.writing.draft_pages import page_from, read_draft
from exchange.cases.writing.draft_records import DraftReading, Lack
from lms import clock
from lms.people.models import Person
from lms.rules import Refusal, require

# Who takes up what was submitted joins here, and is called in the transaction.
on_submitted: list[Callable[[CaseDraft], None]] = []


class NotReady(Refusal):
    message = _(
        "Something is still missing or wrong. It is said beside each part; nothing that you wrote is lost."
    )


@dataclass(frozen=True)
class PartState:
    """How far a part is. `data` is what was typed, `lacks` what is missing in it or wrong."""

    part: Part
    data: typed.Data
    lacks: Sequence[Lack]

    @cached_property
    def is_begun(self) -> bool:
        return not typed.is_empty(self.part, self.data)

    @property
    def is_done(self) -> bool:
        return self.is_begun and not self.lacks

    @property
    def is_wrong(self) -> bool:
        return any(not lack.is_missing for lack in self.lacks)


@dataclass(frozen=True)
class Progress:
    """All parts, in their order, as the draft was read."""

    parts: Sequence[PartState]
    reading: DraftReading

    @property
    def is_ready(self) -> bool:
        return not any(each.lacks for each in self.parts)

    @property
    def done(self) -> int:
        return sum(each.is_done for each in self.parts)

    @property
    def per_cent(self) -> int:
        return round(100 * self.done / len(self.parts))

    @property
    def next_part(self) -> Part | None:
        """Where to go on: what is wrong or missing first, then what nobody has begun."""
        order = [each for each in self.parts if each.lacks]
        order += [each for each in self.parts if not each.is_begun]
        return order[0].part if order else None


def progress_of(draft: CaseDraft) -> Progress:
    """How far the draft is; a part that nobody needs to fill lacks nothing until it is begun."""
    reading = read_draft(draft)
    return Progress(
        [
            PartState(part, data, [lack for lack in reading.lacks if lack.part == part])
            for part, data in reading.parts.items()
        ],
        reading,
    )


def missing_in(draft: CaseDraft) -> list[Lack]:
    """Part, field and words of all that is missing or wrong; empty, and it can be submitted."""
    return read_draft(draft).lacks


@transaction.atomic
def submit(*, by: Person, draft: CaseDraft) -> CaseDraft:
    """Send it to be reviewed: its parts are locked, and its page or a new revision is made. Sent twice is once.

    Raises `NotAllowed`, `NotReady`.
    """
    draft = CaseDraft.objects.locked(draft.pk)
    if draft.state == DraftState.SUBMITTED and draft.submitted_by_id == by.pk:
        return draft
    require(access.can_change_draft(by, draft))
    if missing_in(draft):
        raise NotReady
    draft.page_id = page_from(draft, by=by).pk
    draft.state = DraftState.SUBMITTED
    draft.submitted_at, draft.submitted_by = clock.now(), by
    draft.save(update_fields=["page_id", "state", "submitted_at", "submitted_by"])
    for tell in on_submitted:
        tell(draft)
    return draft
