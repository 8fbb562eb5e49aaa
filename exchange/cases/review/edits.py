"""What a reviewer does in the editor reaches the authors: their hand in the text as versions of its parts, and what
they wrote beside it as comments.
"""

from typing import Any

from wagtail.models import COMMENTS_RELATION_NAME

from exchange.cases.choices import Part
from exchange.cases.models import CaseDraft, CasePage, DraftPart, ReviewComment
from exchange.cases.models.review import LONGEST
from exchange.cases.writing.draft_records import ASKED_AS, parts_of
from exchange.cases.writing.parts import part_of
from exchange.cases.writing.published_parts import parts_from
from exchange.cases.writing.typed import level_of
from lms import clock
from lms.people.models import Person


def take_in_edits(draft: CaseDraft, page: CasePage, *, by: Person) -> list[DraftPart]:
    """Keep as new versions the parts that reviewers have changed in the page since it was submitted.

    `page` is the latest revision, `by` whoever decides on it, unless it says who saved it.
    """
    now, before = parts_from(page), parts_from(_as_submitted(page))
    latest = {row.part: row for row in draft.parts.order_by("version")}
    hand = page.latest_revision.user if page.latest_revision else None
    made = []
    for part, data in now.items():
        row = latest.get(part)
        # What came back before is compared with what came; what an author typed, with what was made of it.
        known = row.data if row and row.is_of_review else before.get(part)
        if data != known:
            made.append(
                DraftPart(
                    draft=draft,
                    part=part,
                    version=row.version + 1 if row else 1,
                    data=data,
                    by=hand or by,
                    is_of_review=True,
                )
            )
    if made:
        DraftPart.objects.bulk_create(made)
        draft.level = level_of(parts_of(draft))
        draft.save(update_fields=["level"])
    return made


def parts_that_differ(now: CasePage, before: CasePage) -> list[Part]:
    """The parts in which two versions of a page say something else, in their order."""
    here, there = parts_from(now), parts_from(before)
    return [part for part in Part if here.get(part) != there.get(part)]


def take_in_comments(draft: CaseDraft, page: CasePage) -> None:
    """Wagtail's own comments, which stand beside a field in the editor, go to the authors too, each once."""
    comments = getattr(page, COMMENTS_RELATION_NAME).model.objects
    # Read once: what somebody adds meanwhile is neither lost nor said to be settled.
    beside = list(comments.filter(page_id=page.pk, resolved_at=None).select_related("user"))
    ReviewComment.objects.bulk_create(
        ReviewComment(
            draft=draft,
            part=_part_of(each.contentpath),
            author=each.user,
            is_of_reviewer=True,
            text=each.text[:LONGEST],
        )
        for each in beside
        if each.text.strip()
    )
    comments.filter(pk__in=[each.pk for each in beside]).update(resolved_at=clock.now())


def _part_of(contentpath: str) -> str:
    field = contentpath.partition(".")[0]
    part = part_of(ASKED_AS.get(field, field))
    return part.value if part else ""


def _as_submitted(page: CasePage) -> CasePage:
    """The page as it was when this review began."""
    state = page.current_workflow_state
    first: Any = state.task_states.order_by("pk").first() if state else None
    submitted: CasePage = first.revision.as_object() if first else page
    return submitted
