"""Reviewers and authors talk about a draft outside the admin: a word, an answer, and that it is settled."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exchange.cases import access
from exchange.cases.choices import Part
from exchange.cases.models import CaseDraft, ReviewComment
from exchange.cases.models.review import LONGEST
from exchange.cases.review import notices as review_notices
from exchange.cases.review.standing import standing_of
from lms import clock
from lms.letters import visible
from lms.people.models import Person
from lms.rules import Refusal, require


class WithoutWords(Refusal):
    message = _("Write in words what you mean: others read it.")
    field = "text"


class TooLong(Refusal):
    message = _("This is too long: at most %(most)s characters, please.")
    field = "text"


@dataclass
class Thread:
    """A word of a reviewer or an author, and what was answered to it."""

    first: ReviewComment
    answers: list[ReviewComment] = field(default_factory=list)


def threads_of(draft: CaseDraft) -> list[Thread]:
    """What was said of the whole, then of each part in its order; what is settled last, the oldest first."""
    order = ["", *Part.values]
    comments = list(draft.comments.select_related("author"))
    threads = {each.pk: Thread(each) for each in comments if each.answers_id is None}
    for each in comments:
        if each.answers_id is not None:
            threads[each.answers_id].answers.append(each)
    return sorted(
        threads.values(),
        key=lambda thread: (thread.first.settled_at is not None, order.index(thread.first.part)),
    )


def asked_of(draft: CaseDraft, part: Part) -> list[ReviewComment]:
    """What reviewers said of a part, and nobody has settled: it stands above the part while it is written."""
    if draft.submitted_at is None or not draft.is_open:
        return []
    said = draft.comments.filter(part=part, is_of_reviewer=True, answers=None, settled_at=None)
    return list(said.select_related("author"))


def notes_of(draft: CaseDraft) -> list[ReviewComment]:
    """What its authors said of it before anybody reviewed it: what has changed, where it is a new version."""
    if draft.submitted_at is not None:
        return []
    return list(draft.comments.filter(is_of_reviewer=False).select_related("author"))


def earlier_threads_of(draft: CaseDraft) -> list[Thread]:
    """What was said of the earlier versions of the case, the latest first."""
    earlier = CaseDraft.objects.filter(key=draft.key, pk__lt=draft.pk).order_by("-pk")
    return [thread for each in earlier for thread in threads_of(each)]


def unanswered_in(draft: CaseDraft) -> list[ReviewComment]:
    """What reviewers said of any part or of the whole, and no author has answered or called settled."""
    if draft.submitted_at is None or not draft.is_open:
        return []
    said = draft.comments.filter(is_of_reviewer=True, answers=None, settled_at=None)
    return list(said.exclude(replies__is_of_reviewer=False).select_related("author"))


@transaction.atomic
def comment(
    *,
    by: Person,
    draft: CaseDraft,
    text: str,
    part: str = "",
    answers: ReviewComment | None = None,
) -> ReviewComment:
    """Say something of a part or of the whole, or answer; the other side is told. Sent twice it stands once.

    Raises `NotAllowed`, `WithoutWords`, `TooLong`.
    """
    draft = CaseDraft.objects.locked(draft.pk)
    require(access.can_talk(by, draft, standing_of(draft)))
    if answers is not None and answers.draft_id != draft.pk:
        answers = None
    said = draft.comments.filter(author=by, answers=answers, text=_words_in(text))
    if answers is None:
        said = said.filter(part=part)
    if before := said.first():
        return before
    is_author = bool(access.can_answer(by, draft))
    written = write_comment(
        by=by, draft=draft, text=text, part=part, answers=answers, is_of_reviewer=not is_author
    )
    if is_author:
        review_notices.tell_reviewers(written)
    else:
        review_notices.tell_authors(written)
    return written


@transaction.atomic
def settle(*, by: Person, comment: ReviewComment) -> ReviewComment:
    """Nothing more is to be said of it; twice is once. Raises `NotAllowed`."""
    draft = CaseDraft.objects.locked(comment.draft_id)
    require(access.can_talk(by, draft, standing_of(draft)))
    draft.comments.filter(pk=comment.pk, settled_at=None).update(
        settled_at=clock.now(), settled_by=by
    )
    comment.refresh_from_db()
    return comment


def write_comment(
    *,
    by: Person,
    draft: CaseDraft,
    text: str,
    is_of_reviewer: bool,
    part: str = "",
    answers: ReviewComment | None = None,
    asks_for_changes: bool = False,
) -> ReviewComment:
    """Write the row; whoever calls has decided that it may be. An answer stands where its question does.

    Raises `WithoutWords`, `TooLong`.
    """
    words = _words_in(text)
    if not words:
        raise WithoutWords
    if len(words) > LONGEST:
        raise TooLong(most=LONGEST)
    if answers is not None:
        answers, part = answers.answers or answers, answers.part
    return draft.comments.create(
        part=part if part in Part.values else "",
        author=by,
        is_of_reviewer=is_of_reviewer,
        asks_for_changes=asks_for_changes,
        answers=answers,
        text=words,
    )


def _words_in(text: str) -> str:
    """What was written, without what hides or turns letters."""
    return visible(text).strip()
